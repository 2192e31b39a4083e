package io.riffle.report;

import static java.util.Objects.requireNonNull;

/**
 * What a shuffle did to one function.
 *
 * @param name its symbol
 * @param objects frame objects known
 * @param movable those that the strict rule allows to move
 * @param moved those that did move
 * @param references instructions whose displacement was rewritten
 * @param bits log2 of the number of admissible permutations
 * @param liveFrames its frames on the threads' stacks at the dump
 */
public record FunctionFigures(
    String name, int objects, int movable, int moved, int references, double bits, int liveFrames) {

  /**
   * Checks the name.
   *
   * @throws NullPointerException if it is null
   */
  public FunctionFigures {
    requireNonNull(name, "name");
  }
}
