package io.riffle.shuffle;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Segment;
import io.riffle.shuffle.layout.FunctionLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The executable segments of a binary as its file has them, each read once. */
final class BinaryCode {
  private final ElfFile elf;
  private final List<Segment> segments = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();

  private BinaryCode(ElfFile elf) {
    this.elf = elf;
  }

  static BinaryCode of(ElfFile elf) throws IOException {
    BinaryCode code = new BinaryCode(elf);
    for (Segment segment : elf.segments()) {
      if (segment.type() == Segment.LOAD && (segment.flags() & Segment.EXECUTABLE) != 0) {
        int length = (int) Math.min(segment.fileSize(), Integer.MAX_VALUE);
        code.segments.add(segment);
        code.contents.add(elf.store().read(segment.offset(), length));
      }
    }
    return code;
  }

  List<Segment> segments() {
    return segments;
  }

  /** The content of a segment; not to be changed. */
  byte[] contents(int segment) {
    return contents.get(segment);
  }

  /**
   * The code of a function.
   *
   * @throws ShuffleException if the function is not in the binary's code
   */
  byte[] of(FunctionLayout function) throws ShuffleException {
    for (int index = 0; index < segments.size(); index++) {
      long start = function.address() - segments.get(index).virtualAddress();
      int length = contents.get(index).length;
      if (start >= 0
          && function.size() >= 0
          && start <= length
          && function.size() <= length - start) {
        return Arrays.copyOfRange(
            contents.get(index), (int) start, (int) (start + function.size()));
      }
    }
    throw new ShuffleException(
        "%s: its layout has function '%s' at 0x%x+%d, which is no code of it: build it again"
            .formatted(elf, function.name(), function.address(), function.size()));
  }
}
