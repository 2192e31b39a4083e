package io.riffle.shuffle;

import io.riffle.elf.CallFrameInfo;
import io.riffle.elf.SaveRule;
import io.riffle.shuffle.FunctionPlan.Move;
import io.riffle.shuffle.ShuffleOptions.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What changes in .eh_frame, so that it still says where each function saves its caller's
 * registers.
 */
final class FrameInfoEdit {
  /** Changes closer to each other than this are one, since each has its own cost. */
  private static final int NEAR = 64;

  private FrameInfoEdit() {}

  /**
   * The ranges of .eh_frame to write, by ascending address.
   *
   * @param identity whether what stays the same is written, too
   * @throws ShuffleException if .eh_frame does not have what was read from it
   */
  static List<CodePatch> of(ShufflePlan plan, BinaryAnalysis binary, ShuffleOptions options)
      throws IOException {
    List<CodePatch> numbers = new ArrayList<>();
    if (options.writes(Part.CODE)) {
      for (FunctionPlan function : plan.functions()) {
        for (Move move : options.identity() ? function.moves() : function.changes()) {
          for (SaveRule save : move.unit().saves()) {
            byte[] before = save.encode(save.cfaOffset());
            long target = move.target(save.cfaOffset(), move.unit().slot());
            numbers.add(new CodePatch(save.address(), before, save.encode(target)));
          }
        }
      }
    }
    numbers.sort(Comparator.comparingLong(CodePatch::address));
    return joined(numbers, binary.elf().callFrameInfo());
  }

  private static List<CodePatch> joined(List<CodePatch> numbers, CallFrameInfo frames)
      throws ShuffleException {
    List<CodePatch> edits = new ArrayList<>();
    for (int first = 0; first < numbers.size(); ) {
      int next = first + 1;
      while (next < numbers.size()
          && numbers.get(next).address() - end(numbers.get(next - 1)) < NEAR) {
        next++;
      }
      edits.add(join(numbers.subList(first, next), frames));
      first = next;
    }
    return edits;
  }

  private static CodePatch join(List<CodePatch> numbers, CallFrameInfo frames)
      throws ShuffleException {
    long start = numbers.get(0).address();
    byte[] before =
        frames.bytes(start, Math.toIntExact(end(numbers.get(numbers.size() - 1)) - start));
    byte[] after = before.clone();
    for (CodePatch number : numbers) {
      int at = Math.toIntExact(number.address() - start);
      int end = at + number.before().length;
      if (!Arrays.equals(before, at, end, number.before(), 0, number.before().length)) {
        throw new ShuffleException(
            ".eh_frame has no number that can be rewritten at 0x%x: report this"
                .formatted(number.address()));
      }
      System.arraycopy(number.after(), 0, after, at, number.after().length);
    }
    return new CodePatch(start, before, after);
  }

  private static long end(CodePatch patch) {
    return patch.address() + patch.before().length;
  }
}
