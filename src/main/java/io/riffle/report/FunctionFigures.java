package io.riffle.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

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
 * @param moves what moved where, of functions with a live frame
 */
public record FunctionFigures(
    String name,
    int objects,
    int movable,
    int moved,
    int references,
    double bits,
    int liveFrames,
    List<ObjectMove> moves) {

  /**
   * A frame object that moved.
   *
   * @param object its variables' names, or what the compiler uses it for
   * @param size its size in bytes
   * @param from where it was, as an offset from the CFA
   * @param to where it is
   */
  public record ObjectMove(String object, long size, long from, long to) {
    /**
     * Checks the name.
     *
     * @throws NullPointerException if it is null
     */
    public ObjectMove {
      requireNonNull(object, "object");
    }
  }

  /**
   * Checks the name and copies the list, which reports of older versions lack.
   *
   * @throws NullPointerException if the name is null
   */
  public FunctionFigures {
    requireNonNull(name, "name");
    moves = moves == null ? List.of() : List.copyOf(moves);
  }

  /** A function of which it is not told what moved where. */
  public FunctionFigures(
      String name,
      int objects,
      int movable,
      int moved,
      int references,
      double bits,
      int liveFrames) {
    this(name, objects, movable, moved, references, bits, liveFrames, List.of());
  }
}
