package io.riffle.flow;

/**
 * A step of a flow did not do its work; the message names the step, the command, its exit status
 * and the end of its log. What is tested is at fault, not the guest.
 *
 * <pre>{@code
 * try {
 *   flow.dump();
 * } catch (StepFailedException e) {
 *   System.err.println(e.trace().step() + " failed: " + e.reason());
 * }
 * }</pre>
 */
public final class StepFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int TAIL = 2_000;

  private final transient StepTrace trace;
  private final String evidence;

  StepFailedException(StepTrace trace, String why, String log) {
    super(trace.step() + " failed: " + why);
    this.trace = trace;
    this.evidence = log.length() <= TAIL ? log : "..." + log.substring(log.length() - TAIL);
  }

  /** The step, with its command and exit status. */
  public StepTrace trace() {
    return trace;
  }

  /** The end of what the step said. */
  public String evidence() {
    return evidence;
  }

  @Override
  public String getMessage() {
    return super.getMessage()
        + "\n  command: "
        + trace.command()
        + "\n  exit status: "
        + trace.exitCode()
        + (evidence.isBlank() ? "" : "\n" + evidence.indent(2).stripTrailing());
  }

  /** The first line alone: step and reason. */
  public String reason() {
    return super.getMessage();
  }
}
