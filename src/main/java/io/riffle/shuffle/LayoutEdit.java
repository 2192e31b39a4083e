package io.riffle.shuffle;

import io.riffle.shuffle.layout.Layout;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.Overwrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What changes in a binary's section of layout data. */
final class LayoutEdit {
  /** Changes closer to each other than this are one, since each has its own cost. */
  private static final int NEAR = 128;

  private LayoutEdit() {}

  /**
   * The ranges that a new layout changes; all of the section for an identity rewrite.
   *
   * @throws io.riffle.shuffle.layout.LayoutFormatException if the layout does not fit the section
   */
  static List<Overwrite> of(BinaryAnalysis binary, Layout layout, boolean identity)
      throws IOException {
    long offset = LayoutSection.offsetFor(binary.elf(), layout);
    byte[] after = LayoutSection.encode(layout);
    byte[] before = binary.elf().store().read(offset, after.length);
    if (identity) {
      return List.of(new Overwrite(Rewrite.BINARY, offset, before, after));
    }
    List<Overwrite> changes = new ArrayList<>();
    for (int at = Arrays.mismatch(before, after); at >= 0 && at < after.length; ) {
      int end = endOfChange(before, after, at);
      changes.add(
          new Overwrite(
              Rewrite.BINARY,
              offset + at,
              Arrays.copyOfRange(before, at, end),
              Arrays.copyOfRange(after, at, end)));
      int more = Arrays.mismatch(before, end, before.length, after, end, after.length);
      at = more < 0 ? -1 : end + more;
    }
    return changes;
  }

  private static int endOfChange(byte[] before, byte[] after, int start) {
    int end = start + 1;
    for (int at = end; at < after.length && at - end < NEAR; at++) {
      if (before[at] != after[at]) {
        end = at + 1;
      }
    }
    return end;
  }
}
