package io.riffle.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In which lines two outputs differ, line by line from the top.
 *
 * @param lines how many
 * @param text the first of them, as {@code -} expected and {@code +} seen
 */
record OutputDifference(int lines, String text) {
  private static final int SHOWN = 8;

  static Optional<OutputDifference> between(String expected, String seen) {
    List<String> left = expected.lines().toList();
    List<String> right = seen.lines().toList();
    List<String> shown = new ArrayList<>();
    int different = 0;
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String was = i < left.size() ? left.get(i) : null;
      String is = i < right.size() ? right.get(i) : null;
      if (was != null && was.equals(is)) {
        continue;
      }
      different++;
      if (different <= SHOWN) {
        shown.add("line " + (i + 1));
        shown.add(was == null ? "- (no such line)" : "- " + was);
        shown.add(is == null ? "+ (no such line)" : "+ " + is);
      }
    }
    // Equal lines may still differ in the end of the last one.
    if (different == 0 && !expected.equals(seen)) {
      different = 1;
      shown.add("the last line ends differently");
    }
    return different == 0
        ? Optional.empty()
        : Optional.of(new OutputDifference(different, String.join("\n", shown)));
  }
}
