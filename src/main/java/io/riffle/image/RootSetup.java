package io.riffle.image;

import io.riffle.host.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What maintainer scripts and an installer would have done to a root tree: users, login, sshd, and
 * the links that Debian's alternatives make.
 */
final class RootSetup {
  private static final Set<PosixFilePermission> PRIVATE_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PRIVATE_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final List<String> FOLDERS =
      List.of("usr/local/bin", "usr/local/sbin", "usr/local/lib", "proc", "sys", "tmp", "mnt");
  private static final Map<String, String> LINKS = Map.of("usr/bin/awk", "gawk", "bin/sh", "dash");

  private final Path tree;

  RootSetup(Path tree) {
    this.tree = tree;
  }

  /**
   * Sets the tree up.
   *
   * @param keys folder with the keys {@code login_ed25519} and {@code host_ed25519}
   * @param init the compiled init
   */
  void apply(Path keys, Path init) throws IOException {
    for (String folder : FOLDERS) {
      Files.createDirectories(tree.resolve(folder));
    }
    users();
    network();
    links();
    new PackageLinks(tree).apply();
    logins();
    install(init, "usr/lib/riffle/init", PosixFilePermissions.fromString("rwxr-xr-x"));
    Path ssh = Files.createDirectories(tree.resolve("root/.ssh"));
    Files.setPosixFilePermissions(tree.resolve("root"), PRIVATE_FOLDER);
    Files.setPosixFilePermissions(ssh, PRIVATE_FOLDER);
    install(keys.resolve("login_ed25519.pub"), "root/.ssh/authorized_keys", PRIVATE_FILE);
    install(keys.resolve("host_ed25519"), "etc/ssh/host_ed25519", PRIVATE_FILE);
    write("etc/ssh/sshd_config", Resources.text("vm-images/sshd_config"));
  }

  private void users() throws IOException {
    Path master = tree.resolve("usr/share/base-passwd");
    write(
        "etc/passwd",
        Files.readString(master.resolve("passwd.master")).replace("*", "x")
            + "sshd:x:101:65534::/run/sshd:/usr/sbin/nologin\n");
    write("etc/group", Files.readString(master.resolve("group.master")).replace("*", "x"));
    // '*' allows no password, and unlike '!' lets sshd accept a key.
    write("etc/shadow", "root:*:19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\n");
    Files.setPosixFilePermissions(tree.resolve("etc/shadow"), PRIVATE_FILE);
  }

  private void network() throws IOException {
    write("etc/hostname", "riffle\n");
    write("etc/hosts", "127.0.0.1 localhost riffle\n");
    write("etc/resolv.conf", "");
  }

  private void links() throws IOException {
    for (Map.Entry<String, String> link : LINKS.entrySet()) {
      Path path = tree.resolve(link.getKey());
      if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(path, Path.of(link.getValue()));
      }
    }
  }

  /** What pam-auth-update would have made, for sudo and su: whoever is in the guest may be here. */
  private void logins() throws IOException {
    for (String kind : List.of("auth", "account", "password", "session")) {
      write("etc/pam.d/common-" + kind, kind + " required pam_permit.so\n");
    }
    write("etc/pam.d/common-session-noninteractive", "session required pam_permit.so\n");
  }

  private void install(Path source, String name, Set<PosixFilePermission> mode) throws IOException {
    Path target = tree.resolve(name);
    Files.createDirectories(target.getParent());
    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(target, mode);
  }

  private void write(String name, String content) throws IOException {
    Path target = tree.resolve(name);
    // The package may have left a link that points out of the tree.
    Files.deleteIfExists(target);
    Files.createDirectories(target.getParent());
    Files.writeString(target, content);
  }
}
