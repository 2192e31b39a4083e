package io.riffle.shuffle;

/**
 * Damage that a shuffle does on purpose, so that it can be shown that tests notice it.
 *
 * @param kind what is done wrong
 * @param index where: which of the places at which it could be, counted around
 */
public record Fault(Kind kind, int index) {
  /** What a shuffler could do wrong. */
  public enum Kind {
    /** One instruction of a live function still reaches the old place. */
    UNPATCHED_REFERENCE,
    /** Two slots of a live frame are at each other's new places. */
    MISPLACED_SLOT,
    /** The bytes of one live frame stay where they were. */
    FORGOTTEN_FRAME,
    /** One page of code in the image stays as it was. */
    UNPATCHED_TEXT_PAGE,
    /** Two saved registers of a caller have changed places in a live frame. */
    MOVED_CALLEE_SAVED,
    /** One address of a function that is not live is still computed for the old place. */
    UNPATCHED_ADDRESS,
    /** Objects of live frames move to which addresses are held. */
    MOVED_WHILE_LIVE,
    /** .eh_frame still says that registers are saved where they were. */
    UNPATCHED_FRAME_INFO
  }

  /**
   * The chosen one of {@code count} places.
   *
   * @throws ShuffleException if there is none, so that the fault would do nothing
   */
  int choose(int count) throws ShuffleException {
    if (count == 0) {
      throw new ShuffleException("there is no place for the fault " + kind);
    }
    return Math.floorMod(index, count);
  }
}
