package io.riffle.shuffle;

/** Why a frame object stays where it is. The first reason that is found is the one reported. */
public enum PinReason {
  /** The compiler realigns the frame, so that its offsets are not relative to the CFA. */
  REALIGNED("frame realigned"),
  /** The decoder does not know an instruction of the function, which might reach any object. */
  UNKNOWN_INSTRUCTION("unknown instruction"),
  /** .eh_frame does not say where the CFA is for some instruction of the function. */
  NO_FRAME_INFO("no frame information"),
  /** .eh_frame and the instructions themselves say different things about the frame. */
  FRAME_INFO_DISAGREES("frame information disagrees with code"),
  /** A jump leaves the function while it still has its frame, so that code elsewhere uses it. */
  LEAVES_FUNCTION("code elsewhere shares the frame"),
  /** An access goes through a stack pointer whose distance from the CFA is not known. */
  DYNAMIC_SP("dynamic stack pointer"),
  /** The stack or frame pointer is used as a plain value, so that any object may be reached. */
  FRAME_ADDRESS_READ("frame pointer read as data"),
  /** An argument slot or another that the calling convention puts in its place. */
  FIXED("fixed by the calling convention"),
  /** Its size is not known when the program is compiled. */
  VARIABLE_SIZED("variable size"),
  /** The stack protector's guard, whose place is its purpose. */
  PROTECTOR("stack protector guard"),
  /** A variable that is not a scalar or pointer of exactly the size of its slot. */
  NOT_SCALAR("not a scalar"),
  /** Holds a register of the caller where .eh_frame says that it is. */
  CALLEE_SAVED("callee-saved register"),
  /** Shares some but not all of its bytes with another object. */
  OVERLAP("overlaps another object"),
  /** An instruction computes its address, or one next to it. */
  ADDRESS_TAKEN("address taken"),
  /** It could move if its function were not live: addresses of it may be anywhere now. */
  LIVE("address taken, function live"),
  /** Code reaches it by addresses, and the binary has no complete record of the compiler's uses. */
  NO_RECORD("address taken, no record"),
  /** Two objects have an address in common by the compiler's record. */
  AMBIGUOUS("ambiguous reference"),
  /** Code of the function computes an address of the frame that is not in the compiler's record. */
  UNKNOWN_REFERENCE("unknown reference"),
  /** An address of it may be computed in steps of which none shows what it is part of. */
  SPLIT_ADDRESS("address computed in steps"),
  /** An array or the like that the stack protector has put where its guard is of use. */
  PROTECTED("in the order of the stack protector"),
  /** An indexed access of the frame may reach it. */
  INDEXED("indexed access"),
  /** Reached through a register that holds a frame address and is not the frame's base. */
  BASE_REGISTER("reached through another register"),
  /** Reached by push, pop or the like, which have no displacement. */
  IMPLICIT_ACCESS("reached by push or pop"),
  /** A pair access covers it and something that cannot move with it. */
  PAIR("pair access with a fixed neighbour"),
  /** An access covers part of it and something that cannot move with it. */
  PARTIAL_ACCESS("access beyond its bounds"),
  /** No instruction refers to it, so that nothing proves that the frame is understood there. */
  UNREFERENCED("never referenced"),
  /** Another displacement does not fit into one of its instructions. */
  ENCODING("displacement cannot change"),
  /** A live frame has it on a page that the dump does not hold. */
  NOT_DUMPED("page not in the dump"),
  /** Holds a register of the caller while the thread unwinds its stack, by addresses of such. */
  UNWINDING("saved register of a stack being unwound");

  private final String phrase;

  PinReason(String phrase) {
    this.phrase = phrase;
  }

  /** The reason in a few words, for tables. */
  public String phrase() {
    return phrase;
  }
}
