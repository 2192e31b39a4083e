package io.riffle.image;

import io.riffle.host.CrossCompiler;
import io.riffle.host.FileTree;
import io.riffle.host.HostException;
import io.riffle.host.RequiredTool;
import io.riffle.host.Resources;
import io.riffle.host.ToolFailedException;
import io.riffle.host.ToolFiles;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Builds one image into an empty folder. */
final class ImageBuilder {
  /** Counts up when the code below makes something else of the same recipe. */
  static final int FORMAT = 5;

  static final List<RequiredTool> TOOLS =
      Stream.concat(
              CrossCompiler.requiredTools().stream(),
              Stream.of(
                  new RequiredTool("mmdebstrap", "mmdebstrap"),
                  new RequiredTool("mke2fs", "e2fsprogs"),
                  new RequiredTool("depmod", "kmod"),
                  new RequiredTool("unshare", "util-linux"),
                  new RequiredTool("ssh-keygen", "openssh-client"),
                  new RequiredTool("tar", "tar")))
          .toList();

  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Pattern UNKNOWN_PACKAGE =
      Pattern.compile(
          "(?:Unable to locate package |Package '|find any package by )'?([a-z0-9][a-z0-9+.-]+)");
  private static final int ROOT_SIZE_MB = 2048;

  private final Isa isa;
  private final ImageRecipe recipe;

  ImageBuilder(Isa isa, ImageRecipe recipe) {
    this.isa = isa;
    this.recipe = recipe;
  }

  /** Builds the image and returns a hash of the versions of the packages in it. */
  String build(Path folder) throws IOException {
    TOOLS.forEach(RequiredTool::require);
    Path scratch = ToolFiles.scratch(folder);
    Path tree = scratch.resolve("tree");
    PackageList list = new PackageList(folder);
    unpackPackages(scratch, tree, list);
    Path init = compileInit(folder);
    makeKey(folder, "login_ed25519");
    makeKey(folder, "host_ed25519");
    KernelFiles kernel = KernelFiles.in(tree);
    setUp(tree, folder, kernel);
    CompressedKernel.unpack(folder.resolve("kernel"));
    makeInitramfs(folder, init, kernel.modules(recipe.modules()));
    indexModules(tree, kernel);
    makeRootDisk(folder, scratch, tree);
    Map<String, String> packages = list.versions();
    String versions = Digest.of(packages.toString());
    ManifestFile.write(
        folder,
        new ImageManifest(
            isa
                + "-"
                + Digest.of(ImageRecipe.text(isa), String.join(",", recipe.packages()), versions),
            isa.displayName(),
            Instant.now(),
            kernel.release(),
            recipe.commandLine(),
            packages,
            sizes(folder)));
    // What a failed build leaves goes with the folder or with the container.
    Tools.run(asRoot("rm", "-rf", scratch.toString(), init.toString()), folder, LIMIT);
    return versions;
  }

  private static Map<String, Long> sizes(Path folder) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder).filter(Files::isRegularFile)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        sizes.put(file.getFileName().toString(), Files.size(file));
      }
    }
    return sizes;
  }

  private void unpackPackages(Path scratch, Path tree, PackageList list) {
    String packages = String.join(",", recipe.packages()) + "," + recipe.kernelPackage();
    Path archive = scratch.resolve("packages.tar");
    unpack(packages, archive, scratch, list);
    Tools.run(List.of("mkdir", tree.toString()), scratch, LIMIT);
    Tools.run(
        asRoot(
            "tar",
            "-xf",
            archive.toString(),
            "-C",
            tree.toString(),
            "--no-same-owner",
            "--exclude=./dev/*",
            "--exclude=./usr/share/doc/*",
            "--exclude=./usr/share/man/*",
            "--exclude=./usr/share/locale/*"),
        scratch,
        LIMIT);
    Tools.run(List.of("rm", archive.toString()), scratch, LIMIT);
  }

  private void unpack(String packages, Path archive, Path scratch, PackageList list) {
    List<String> command =
        List.of(
            "mmdebstrap",
            // Unpacking runs none of the packages' code, so it needs neither a chroot nor root.
            "--mode=" + (isRoot() ? "root" : "chrootless"),
            "--variant=extract",
            "--architectures=" + isa.debianArchitecture(),
            "--include=" + packages,
            list.hook(),
            recipe.suite(),
            archive.toString());
    try {
      // What mmdebstrap leaves when it is killed is deleted with the folder.
      Tools.run(command, scratch, Map.of("TMPDIR", scratch.toString()), DOWNLOAD_LIMIT);
    } catch (ToolFailedException e) {
      Matcher unknown = UNKNOWN_PACKAGE.matcher(e.output());
      if (unknown.find()) {
        throw new HostException(
            "Debian's %s has no package '%s' for %s: correct its name"
                .formatted(recipe.suite(), unknown.group(1), isa.debianArchitecture()),
            e);
      }
      throw e;
    }
  }

  private Path compileInit(Path folder) throws IOException {
    Path source = folder.resolve("init.c");
    Files.writeString(source, Resources.text("native/init/init.c"));
    Path init = folder.resolve("init");
    List<String> command = new ArrayList<>(CrossCompiler.command(isa));
    command.addAll(List.of("-O2", "-static", "-s", "-o", init.toString(), source.toString()));
    Tools.run(command, folder, LIMIT);
    delete(source);
    return init;
  }

  /** By a script, since perhaps only tools see the tree. */
  private static void setUp(Path tree, Path folder, KernelFiles kernel) {
    Tools.run(
        asRoot(
            "sh",
            "-c",
            Resources.text("image/root-setup.sh"),
            "root-setup",
            tree.toString(),
            folder.toString(),
            kernel.release(),
            Resources.text("vm-images/sshd_config")),
        folder,
        LIMIT);
  }

  private static void makeInitramfs(Path folder, Path init, List<Path> modules) throws IOException {
    Path copies = Files.createDirectory(folder.resolve("modules"));
    List<String> copy = new ArrayList<>(List.of("cp", "-t", copies.toString()));
    modules.forEach(module -> copy.add(module.toString()));
    Tools.run(copy, folder, LIMIT);
    Initramfs.write(
        folder.resolve("initramfs"),
        init,
        modules.stream().map(module -> copies.resolve(module.getFileName())).toList());
    FileTree.delete(copies);
  }

  /** Lets the guest's kernel load a module by itself when a program asks for what is in it. */
  private static void indexModules(Path tree, KernelFiles kernel) {
    String depmod = new RequiredTool("depmod", "kmod").require().toString();
    Tools.run(asRoot(depmod, "-b", tree.toString(), kernel.release()), tree, LIMIT);
  }

  private static void makeKey(Path folder, String name) {
    Tools.run(keyCommand(isRoot(), name), folder, LIMIT);
  }

  /**
   * As root, since ssh-keygen refuses users without a name, as those of the host in a container.
   */
  static List<String> keyCommand(boolean isRoot, String name) {
    return asRoot(
        isRoot, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "riffle", "-f", name);
  }

  private static void makeRootDisk(Path folder, Path scratch, Path tree) {
    String disk = scratch.resolve("root.ext4").toString();
    Tools.run(
        asRoot(
            new RequiredTool("mke2fs", "e2fsprogs").require().toString(),
            "-q",
            "-t",
            "ext4",
            // A journal and lazy initialisation cost time on a disk whose changes are thrown away.
            "-O",
            "^has_journal",
            "-E",
            "lazy_itable_init=0,root_owner=0:0",
            "-d",
            tree.toString(),
            disk,
            ROOT_SIZE_MB + "M"),
        scratch,
        LIMIT);
    Tools.run(List.of("mv", disk, folder.toString()), folder, LIMIT);
  }

  /** In a namespace where the user is root, files of the user become root's in the image. */
  private static List<String> asRoot(String... command) {
    return asRoot(isRoot(), command);
  }

  private static List<String> asRoot(boolean isRoot, String... command) {
    List<String> prefixed = new ArrayList<>();
    if (!isRoot) {
      prefixed.addAll(List.of("unshare", "--map-root-user", "--"));
    }
    prefixed.addAll(List.of(command));
    return prefixed;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new HostException("cannot delete " + file + ": " + e, e);
    }
  }
}
