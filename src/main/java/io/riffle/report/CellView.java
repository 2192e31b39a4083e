package io.riffle.report;

import java.util.List;

/**
 * One cell as the templates show it; see {@link PageView}. Lists of at most one stand for maybe.
 */
record CellView(
    String id,
    String kind,
    String word,
    String program,
    String isa,
    String rung,
    String duration,
    String step,
    String check,
    String message,
    String detail,
    String point,
    String seed,
    String rerun,
    List<Step> steps,
    List<PageView.Link> logs,
    List<Shuffle> shuffle) {

  /** A step; {@code offset} and {@code width} of its bar are percentages. */
  record Step(
      String name,
      boolean broken,
      String duration,
      String offset,
      String width,
      String exit,
      String command,
      String note,
      List<PageView.Link> log) {}

  /** What the shuffler did. */
  record Shuffle(
      List<PageView.Fact> totals,
      List<PageView.Fact> pinned,
      List<Function> functions,
      String rest,
      List<Frame> frames) {}

  /** A frame before and after: its places, and which object was and is in each. */
  record Frame(String name, String summary, List<Place> places) {}

  /** A place of a frame. */
  record Place(String offset, String size, String before, String after) {}

  /** What it did to one function. */
  record Function(
      String name,
      String live,
      String objects,
      String movable,
      String moved,
      String references,
      String bits) {}
}
