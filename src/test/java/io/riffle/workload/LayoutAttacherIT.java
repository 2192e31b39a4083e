package io.riffle.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Segment;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FunctionLayout;
import io.riffle.shuffle.layout.Layout;
import io.riffle.shuffle.layout.LayoutFormatException;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutAttacherIT {
  @TempDir private Path folder;
  private Path linked;
  private Path finished;

  @BeforeEach
  void link() throws IOException {
    linked = folder.resolve("linked");
    finished = folder.resolve("finished");
    Files.writeString(folder.resolve("a.c"), "int a = 3; int start(void) { return a; }\n");
    Tools.run(
        List.of(
            "clang-19",
            "--target=aarch64-linux-gnu",
            "-O2",
            "-g",
            "-nostdlib",
            "-static",
            "-fuse-ld=lld",
            "-Wl,--build-id=sha1,-e,start",
            "a.c",
            "-o",
            "linked"),
        folder,
        Duration.ofMinutes(1));
  }

  @Test
  void whatIsLoadedStaysAsItWas() throws IOException {
    LayoutAttacher.attach(linked, layout(buildId(linked), -16), finished);

    ElfFile before = ElfFile.read(LocalByteStore.openReadOnly(linked));
    ElfFile after = ElfFile.read(LocalByteStore.openReadOnly(finished));
    assertThat(after.segments()).isEqualTo(before.segments());
    assertThat(after.buildId()).isEqualTo(before.buildId());
    for (Segment segment : before.segments()) {
      // The ELF header, which says where the sections are, begins the first one.
      long start = Math.max(segment.offset(), 64);
      int length = (int) Math.max(0, segment.offset() + segment.fileSize() - start);
      assertThat(after.store().read(start, length)).isEqualTo(before.store().read(start, length));
    }
  }

  @Test
  void anotherLayoutOfTheSameSizeIsWrittenInPlace() throws IOException {
    LayoutAttacher.attach(linked, layout(buildId(linked), -16), finished);
    long size = Files.size(finished);
    Layout moved = layout(buildId(linked), -48);
    try (LocalByteStore store = LocalByteStore.open(finished)) {
      LayoutSection.write(ElfFile.read(store), moved);
    }

    assertThat(Files.size(finished)).isEqualTo(size);
    try (LocalByteStore store = LocalByteStore.openReadOnly(finished)) {
      assertThat(LayoutSection.read(ElfFile.read(store))).contains(moved);
    }
  }

  @Test
  void aLayoutOfAnotherSizeIsRefused() throws IOException {
    LayoutAttacher.attach(linked, layout(buildId(linked), -16), finished);
    Layout empty = new Layout(Isa.AARCH64, buildId(linked), List.of());
    try (LocalByteStore store = LocalByteStore.open(finished)) {
      ElfFile elf = ElfFile.read(store);
      assertThatThrownBy(() -> LayoutSection.write(elf, empty))
          .isInstanceOf(LayoutFormatException.class)
          .hasMessageContaining("the new layout has 112 bytes");
    }
  }

  @Test
  void aLayoutOfAnotherBinaryIsRefused() throws IOException {
    Layout other = layout("00".repeat(20), -16);

    assertThatThrownBy(() -> LayoutAttacher.attach(linked, other, finished))
        .isInstanceOf(LayoutFormatException.class)
        .hasMessageContaining("00000000")
        .hasMessageContaining(buildId(linked));
    assertThat(finished).doesNotExist();
  }

  @Test
  void aSectionThatWasMadeForAnotherBinaryIsRefused() throws IOException {
    Path section = folder.resolve("section");
    Files.write(section, LayoutSection.encode(layout("00".repeat(20), -16)));
    Tools.run(
        List.of("llvm-objcopy-19", "--add-section", ".riffle.layout=section", "linked", "finished"),
        folder,
        Duration.ofMinutes(1));
    try (LocalByteStore store = LocalByteStore.openReadOnly(finished)) {
      ElfFile elf = ElfFile.read(store);
      assertThatThrownBy(() -> LayoutSection.read(elf))
          .isInstanceOf(LayoutFormatException.class)
          .hasMessageContaining("made for another binary");
    }
  }

  @Test
  void aBinaryWithoutTheSectionHasNoLayout() throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(linked)) {
      assertThat(LayoutSection.read(ElfFile.read(store))).isEmpty();
    }
  }

  private static Layout layout(String buildId, long offset) {
    FrameObject object = new FrameObject(offset, 8, 8, FrameObject.Kind.SPILL, false, List.of("a"));
    return new Layout(
        Isa.AARCH64,
        buildId,
        List.of(new FunctionLayout("start", 0x400000, 16, false, List.of(object))));
  }

  private static String buildId(Path binary) throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      return ElfFile.read(store).buildId().orElseThrow();
    }
  }
}
