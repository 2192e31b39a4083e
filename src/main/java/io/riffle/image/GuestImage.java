package io.riffle.image;

import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.List;

/**
 * A built image, ready to boot guests from: a folder of read-only files.
 *
 * <pre>{@code
 * GuestImage image = new ImageStore(Home.fromEnvironment()).get(Isa.X86_64);
 * System.out.println(image.root() + ", kernel " + image.manifest().kernelRelease());
 * }</pre>
 *
 * @param isa whose guests it boots
 * @param folder where its files lie
 * @param manifest what it was built from
 */
public record GuestImage(Isa isa, Path folder, ImageManifest manifest) {
  /** The kernel, as {@code -kernel} takes it. */
  public Path kernel() {
    return folder.resolve("kernel");
  }

  /** The initramfs with init and kernel modules. */
  public Path initramfs() {
    return folder.resolve("initramfs");
  }

  /** The root disk, an ext4 file system without partitions; guests write to overlays of it. */
  public Path root() {
    return folder.resolve("root.ext4");
  }

  /** The private key that logs in as root. */
  public Path loginKey() {
    return folder.resolve("login_ed25519");
  }

  /** The public key that the guest's sshd shows, in OpenSSH's one-line form. */
  public Path hostKey() {
    return folder.resolve("host_ed25519.pub");
  }

  /** All files that a guest of it needs. */
  List<Path> files() {
    return List.of(kernel(), initramfs(), root(), loginKey(), hostKey());
  }
}
