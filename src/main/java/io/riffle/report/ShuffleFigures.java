package io.riffle.report;

import java.util.List;
import java.util.Map;

/**
 * What a shuffle did to one program, over all its functions.
 *
 * @param objects frame objects known
 * @param movable those that the strict rule allows to move
 * @param moved those that did move
 * @param references instructions whose displacement was rewritten
 * @param bits log2 of the number of admissible permutations
 * @param liveFrames frames on the threads' stacks at the dump whose bytes were permuted
 * @param pinned how many objects stay, by reason
 * @param functions the same per function
 */
public record ShuffleFigures(
    int objects,
    int movable,
    int moved,
    int references,
    double bits,
    int liveFrames,
    Map<String, Integer> pinned,
    List<FunctionFigures> functions) {

  /**
   * Copies the collections.
   *
   * @throws NullPointerException if one is null; the message names it
   */
  public ShuffleFigures {
    pinned = Copies.of(pinned, "pinned");
    functions = Copies.of(functions, "functions");
  }
}
