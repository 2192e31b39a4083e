package io.riffle.flow;

/**
 * The steps of a flow, in their usual order.
 *
 * <pre>{@code
 * try {
 *   flow.dump();
 * } catch (StepFailedException e) {
 *   System.out.println(e.trace().step() + " failed: " + e.getMessage());
 * }
 * }</pre>
 */
public enum Step {
  /** Run it undisturbed, from start to end. */
  RUN("run"),
  /** Run it under the monitor until it is suspended at the stop point. */
  SPAWN("spawn"),
  /** Let CRIU write its image, which ends the process. */
  DUMP("dump"),
  /** Rewrite image and binary. */
  SHUFFLE("shuffle"),
  /** Rewrite the image for another ISA. */
  TRANSFORM("transform"),
  /** Let CRIU make the process again from the image. */
  RESTORE("restore"),
  /** Let a restored process go on until it is suspended again, for another round. */
  ADVANCE("advance"),
  /** Let it go on, wait for its end, collect its output. */
  COMPLETE("complete");

  private final String label;

  Step(String label) {
    this.label = label;
  }

  /** The name that users see. */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
