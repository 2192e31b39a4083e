package io.riffle.image;

import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.host.RequiredTool;
import io.riffle.host.Resources;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the images of this machine, and has those built that are missing.
 *
 * <pre>{@code
 * ImageStore images = new ImageStore(Home.fromEnvironment());
 * GuestImage plain = images.get(Isa.AARCH64);
 * GuestImage withGdb = images.get(Isa.AARCH64, Set.of("gdb"));
 * }</pre>
 */
public final class ImageStore {
  private static final String KIND = "images";

  private final BuildCache cache;

  /** The store in the given folder. */
  public ImageStore(Home home) {
    this.cache = BuildCache.of(home);
  }

  /** The image of an ISA if it is built already and belongs to today's recipe. */
  public Optional<GuestImage> find(Isa isa) {
    return find(isa, Set.of());
  }

  /** As {@link #find(Isa)}, of the variant with additional packages. */
  public Optional<GuestImage> find(Isa isa, Set<String> packages) {
    return cache.findNewest(KIND, prefix(isa, packages)).map(folder -> open(isa, folder));
  }

  /**
   * The image of an ISA, built now if it is not there; that takes about half a minute.
   *
   * @throws HostException if it cannot be built, or what was built cannot be read
   */
  public GuestImage get(Isa isa) {
    return get(isa, Set.of());
  }

  /**
   * As {@link #get(Isa)}, of the variant with additional Debian packages and all that they depend
   * on. They are unpacked, and none of their maintainer scripts runs.
   *
   * @param packages names, such as {@code openjdk-17-jre-headless}
   * @throws HostException if it cannot be built, as when Debian has no such package
   */
  public GuestImage get(Isa isa, Set<String> packages) {
    ImageBuilder builder = new ImageBuilder(isa, ImageRecipe.of(isa).with(packages));
    return open(isa, cache.getOrBuildVersioned(KIND, prefix(isa, packages), builder::build));
  }

  /** What building images needs of this machine. */
  public static List<RequiredTool> requiredTools() {
    return ImageBuilder.TOOLS;
  }

  /** Changes with everything of ours that goes into an image, package versions left aside. */
  static String prefix(Isa isa, Set<String> packages) {
    String variant = packages.isEmpty() ? "" : "+" + String.join(",", new TreeSet<>(packages));
    return isa
        + "-"
        + Digest.of(
            ImageRecipe.text(isa),
            Resources.text("native/init/init.c"),
            Resources.text("vm-images/sshd_config"),
            Resources.text("image/root-setup.sh"),
            ImageBuilder.FORMAT + variant);
  }

  private static GuestImage open(Isa isa, Path folder) {
    GuestImage image = new GuestImage(isa, folder, ManifestFile.read(folder));
    image.files().forEach(file -> check(image, file));
    return image;
  }

  private static void check(GuestImage image, Path file) {
    try (SeekableByteChannel readable = Files.newByteChannel(file)) {
      long size = readable.size();
      long expected =
          image.manifest().sizes().getOrDefault(file.getFileName().toString(), Math.max(1, size));
      if (size != expected) {
        throw new IOException("it has " + size + " bytes instead of " + expected);
      }
    } catch (IOException e) {
      throw new HostException(
          "the image file "
              + file
              + " cannot be used ("
              + e
              + "): delete "
              + image.folder()
              + " and it will be built again",
          e);
    }
  }
}
