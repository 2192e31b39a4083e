package io.riffle.workload;

import io.riffle.elf.ElfFile;
import io.riffle.host.Scratch;
import io.riffle.host.Tools;
import io.riffle.shuffle.layout.ExtractedLayout;
import io.riffle.shuffle.layout.Layout;
import io.riffle.shuffle.layout.LayoutExtractor;
import io.riffle.shuffle.layout.LayoutFormatException;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Finishes a linked binary for shuffling: adds the section {@code .riffle.layout} and takes the
 * debug information away, which shuffles would make wrong. Symbols, loaded bytes and the build-id
 * stay as they are.
 *
 * <pre>{@code
 * ExtractedLayout extracted =
 *     LayoutAttacher.attach(Path.of("a.out"), List.of(Path.of("a.opt.yaml")), Path.of("a"));
 * }</pre>
 */
public final class LayoutAttacher {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private LayoutAttacher() {}

  /**
   * Makes the layout from the compiler's remarks and attaches it.
   *
   * @param linked a binary with DWARF 5 and a build-id
   * @param remarkFiles the optimisation records of its objects
   * @param finished where the finished binary is written
   * @return the layout, and what was left out of it
   * @throws LayoutFormatException if the binary lacks what a layout needs, or no remark is of a
   *     function of it; nothing is written then
   * @throws io.riffle.host.HostException if llvm-objcopy is missing or fails
   */
  public static ExtractedLayout attach(Path linked, List<Path> remarkFiles, Path finished)
      throws IOException {
    ExtractedLayout extracted;
    try (LocalByteStore store = LocalByteStore.openReadOnly(linked)) {
      extracted = LayoutExtractor.extract(ElfFile.read(store), remarkFiles);
    }
    if (extracted.layout().functions().isEmpty()) {
      throw new LayoutFormatException(nothingFits(linked, extracted));
    }
    attach(linked, extracted.layout(), finished);
    return extracted;
  }

  private static String nothingFits(Path linked, ExtractedLayout extracted) {
    return "%s would have no layout: of %d remarks %d found no function in it%s; give those of the"
            .formatted(
                linked,
                extracted.remarks(),
                extracted.unmatched(),
                extracted.leftOut().isEmpty() ? "" : ", and left out were " + extracted.omissions())
        + " compilation that it was linked from";
  }

  /**
   * Attaches a layout that was made before.
   *
   * @throws LayoutFormatException if it was made for a binary of another build-id
   * @throws io.riffle.host.HostException if llvm-objcopy is missing or fails
   */
  public static void attach(Path linked, Layout layout, Path finished) throws IOException {
    checkBuildId(linked, layout);
    try (Scratch scratch = Scratch.create("layout")) {
      Path contents = scratch.path().resolve("section");
      Files.write(contents, LayoutSection.encode(layout));
      Tools.run(
          List.of(
              Toolchain.OBJCOPY.require().toString(),
              "--strip-debug",
              "--remove-section=" + LayoutSection.NAME,
              "--add-section",
              LayoutSection.NAME + "=" + contents,
              "--set-section-flags",
              LayoutSection.NAME + "=noload,readonly",
              linked.toAbsolutePath().toString(),
              finished.toAbsolutePath().toString()),
          scratch.path(),
          LIMIT);
    }
  }

  private static void checkBuildId(Path linked, Layout layout) throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(linked)) {
      String buildId = ElfFile.read(store).buildId().orElse("none");
      if (!buildId.equals(layout.buildId())) {
        throw new LayoutFormatException(
            "the layout of build-id "
                + layout.buildId()
                + " is not for "
                + linked
                + ", whose build-id is "
                + buildId);
      }
    }
  }
}
