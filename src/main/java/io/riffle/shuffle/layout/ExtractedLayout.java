package io.riffle.shuffle.layout;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A layout that was made from remarks, and what was not.
 *
 * @param layout the layout
 * @param remarks how many remarks were read
 * @param unmatched how many of them are of no function of the binary
 * @param leftOut how many functions have remarks and no layout, by reason
 */
public record ExtractedLayout(
    Layout layout, int remarks, int unmatched, Map<Omission, Integer> leftOut) {
  /** Copies the counts. */
  public ExtractedLayout {
    Map<Omission, Integer> counts = new EnumMap<>(Omission.class);
    counts.putAll(leftOut);
    leftOut = counts;
  }

  /** What was left out, in words; empty if nothing was. */
  public String omissions() {
    return leftOut.entrySet().stream()
        .map(entry -> entry.getValue() + " functions " + entry.getKey().phrase())
        .collect(Collectors.joining(", "));
  }
}
