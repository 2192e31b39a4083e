package io.riffle.shuffle.layout;

/**
 * Why a function of which there is a remark has no layout, and so is never changed by a shuffle.
 */
public enum Omission {
  /** Several remarks that differ may be the function's. */
  AMBIGUOUS("with several remarks"),
  /** No symbol has the name, place and size that debug information gives the function. */
  NO_SYMBOL("without a symbol of their size"),
  /** .eh_frame has a register of the caller where the remark has no spill slot. */
  SAVED_ELSEWHERE("that save registers where the remark has no spill"),
  /** Debug information has a variable where the remark has nothing. */
  VARIABLE_ELSEWHERE("with variables where the remark has none"),
  /** The remark has objects beyond the end of the frame that the code makes. */
  BEYOND_FRAME("whose frame is smaller than the remark's"),
  /**
   * Its remark is consistent, but of a file in which others save registers or have variables
   * elsewhere, and so of another compilation.
   */
  OTHER_COMPILATION("with remarks from files that contradict the binary elsewhere"),
  /**
   * It calls code that uses its frame, which only symbols tell, and these may be stripped later.
   */
  OUTLINED("that call code shared among several"),
  /** It has more objects than a layout may have of one function. */
  TOO_MANY("with too many frame objects"),
  /** Its code is also that of another function. */
  OVERLAP("that share code");

  private final String phrase;

  Omission(String phrase) {
    this.phrase = phrase;
  }

  /** What the functions are, to follow their number. */
  public String phrase() {
    return phrase;
  }
}
