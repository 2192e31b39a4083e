package io.riffle.report;

import java.util.List;

/**
 * What the page's template asks for, by the names it uses: text ready to be shown, nothing to be
 * computed. {@code kind} is everywhere a verdict's label and doubles as a style class.
 */
record PageView(
    String css,
    String script,
    String scriptHash,
    String windowTitle,
    String title,
    String kind,
    String headline,
    List<Tally> tallies,
    List<Fact> facts,
    String command,
    boolean broken,
    List<Failure> failures,
    Matrix matrix,
    List<Group> groups,
    Environment environment) {

  /** How many cells ended in one way; {@code some} is false for none. */
  record Tally(String kind, int count, boolean some) {}

  /** A labelled value. */
  record Fact(String label, String value) {}

  /** A link to a log. */
  record Link(String label, String url) {}

  /** A card for a broken cell, with the rungs around it; not a root if a lower rung breaks too. */
  record Failure(CellView cell, String conclusion, boolean root, List<RungMark> rungs) {}

  /** One rung of a failure's ladder; {@code url} is empty if it was not run. */
  record RungMark(String label, String kind, String word, String url, boolean self) {}

  /** The matrix; {@code columns} counts the rungs of one ISA. */
  record Matrix(List<IsaHead> isas, List<String> rungs, int columns, List<Row> rows) {}

  /** The head of an ISA's columns. */
  record IsaHead(String isa, String accelerator) {}

  /** A program's row. */
  record Row(String workload, String problemClass, List<Box> boxes) {}

  /**
   * One place of the matrix. {@code first} opens an ISA's columns; {@code runs} is shown only if
   * {@code several} cells share the place.
   */
  record Box(
      String isa,
      String rung,
      boolean first,
      boolean empty,
      String kind,
      String url,
      String spoken,
      String word,
      String place,
      String duration,
      List<String> figures,
      boolean several,
      List<Run> runs) {}

  /** One of several cells in a place. */
  record Run(String kind, String url, String spoken) {}

  /** The detailed cells of one program. */
  record Group(String program, List<CellView> cells) {}

  /** The facts of host and guests. */
  record Environment(
      List<Fact> host,
      boolean guests,
      List<String> isas,
      List<Line> lines,
      List<Console> consoles) {}

  /** One fact for every guest. */
  record Line(String label, List<String> values) {}

  /** How a guest was started and where its console's log is. */
  record Console(String isa, String command, List<Link> log) {}
}
