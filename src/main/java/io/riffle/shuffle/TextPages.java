package io.riffle.shuffle;

import io.riffle.criu.Memory;
import io.riffle.criu.PageRange;
import io.riffle.elf.Segment;
import io.riffle.isa.Isa;
import io.riffle.storage.Overwrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The pages of a process's code that are in its image. CRIU dumps those that were written to: the
 * first page of the first executable mapping, which it uses itself, and any page with a breakpoint.
 */
final class TextPages {
  private static final int PAGE = 4096;

  private final TargetProcess process;
  private final Memory memory;
  private final Breakpoint breakpoint;

  /** The instruction that debuggers plant, of which the first byte or the whole word is enough. */
  private record Breakpoint(byte[] bytes) {
    static Breakpoint of(Isa isa) {
      return switch (isa) {
        case X86_64 -> new Breakpoint(new byte[] {(byte) 0xcc});
        case AARCH64 -> new Breakpoint(new byte[] {0, 0, 0x20, (byte) 0xd4});
      };
    }
  }

  /** Bytes to write into a text page. */
  record Edit(Memory memory, long address, byte[] bytes) {
    List<Overwrite> overwrites() throws IOException {
      return memory.overwrites(address, bytes);
    }
  }

  TextPages(TargetProcess process) {
    this.process = process;
    memory = process.image().memory();
    breakpoint = Breakpoint.of(process.image().isa());
  }

  /**
   * Compares all dumped text pages with the binary.
   *
   * @throws ShuffleException if they differ in more than breakpoints: the image is then of another
   *     binary, or of this one before or after a shuffle; or if the process has pages of code that
   *     are not in this image
   */
  void check(BinaryCode code) throws IOException {
    for (int index = 0; index < code.segments().size(); index++) {
      Segment segment = code.segments().get(index);
      long start = segment.virtualAddress() + process.module().bias();
      for (PageRange range : memory.pages()) {
        long from = Math.max(start, range.start());
        long to = Math.min(start + code.contents(index).length, range.end());
        if (from < to) {
          requireNoneElsewhere(from, to);
        }
        if (range.content() == PageRange.Content.DUMPED && from < to) {
          byte[] expected =
              Arrays.copyOfRange(code.contents(index), (int) (from - start), (int) (to - start));
          checkRange(from, expected);
        }
      }
    }
  }

  /** At restore such pages would come from where no shuffle has changed them. */
  private void requireNoneElsewhere(long start, long end) throws ShuffleException {
    for (PageRange range : memory.pages()) {
      boolean elsewhere =
          range.content() == PageRange.Content.PARENT || range.content() == PageRange.Content.LAZY;
      if (elsewhere && range.start() < end && start < range.end()) {
        throw new ShuffleException(
            ("process %d has pages of its binary, at 0x%x, that are not in this image but %s: dump"
                    + " it again, whole, without --prev-images-dir and --lazy-pages")
                .formatted(
                    process.image().pid(),
                    Math.max(start, range.start()),
                    range.content() == PageRange.Content.PARENT
                        ? "in that of an earlier dump"
                        : "with its page server"));
      }
    }
  }

  private void checkRange(long address, byte[] expected) throws IOException {
    byte[] dumped = memory.read(address, expected.length);
    for (int at = Arrays.mismatch(dumped, expected); at >= 0; ) {
      int length = breakpoint.bytes().length;
      int start = at - Math.floorMod(address + at, length);
      if (!isBreakpoint(dumped, start)) {
        throw new ShuffleException(
            "process %d of the image does not run this binary: its code differs at 0x%x; give the"
                    .formatted(process.image().pid(), address + at)
                + " binary that was running when it was dumped");
      }
      int next = Math.min(start + length, expected.length);
      int more = Arrays.mismatch(dumped, next, dumped.length, expected, next, expected.length);
      at = more < 0 ? -1 : next + more;
    }
  }

  private boolean isBreakpoint(byte[] code, int start) {
    int end = start + breakpoint.bytes().length;
    return start >= 0
        && end <= code.length
        && Arrays.equals(Arrays.copyOfRange(code, start, end), breakpoint.bytes());
  }

  /**
   * The parts of patches that fall on dumped pages. A page that is not dumped comes from the binary
   * at restore.
   *
   * @throws ShuffleException if a breakpoint stands where a displacement must change, or the page
   *     is neither in this image nor the binary's
   */
  List<Edit> edits(Collection<CodePatch> patches) throws IOException {
    List<Edit> edits = new ArrayList<>();
    for (CodePatch patch : patches) {
      long address = patch.address() + process.module().bias();
      for (int start = 0; start < patch.before().length; ) {
        int room = PAGE - (int) Math.floorMod(address + start, (long) PAGE);
        int end = Math.min(patch.before().length, start + room);
        if (memory.holds(address + start, end - start)) {
          edits.add(edit(patch, address, start, end));
        } else {
          requireNoneElsewhere(address + start, address + end);
        }
        start = end;
      }
    }
    return edits;
  }

  private Edit edit(CodePatch patch, long address, int start, int end) throws IOException {
    byte[] now = memory.read(address + start, end - start);
    byte[] result = Arrays.copyOfRange(patch.after(), start, end);
    for (int at = start; at < end; at++) {
      if (now[at - start] == patch.before()[at]) {
        continue;
      }
      // A debugger that takes its breakpoint away puts the old instruction back as it was.
      if (patch.isChange() && breakpoint.bytes().length > 1
          || patch.before()[at] != patch.after()[at]) {
        throw new ShuffleException(
            "process %d has a breakpoint at 0x%x, where the displacement must change: remove it"
                    .formatted(process.image().pid(), address)
                + " and dump again");
      }
      result[at - start] = now[at - start];
    }
    return new Edit(memory, address + start, result);
  }

  /** How many pages a list of edits touches. */
  static int pages(List<Edit> edits) {
    Set<Long> pages = new HashSet<>();
    edits.forEach(edit -> pages.add(Math.floorDiv(edit.address(), (long) PAGE)));
    return pages.size();
  }
}
