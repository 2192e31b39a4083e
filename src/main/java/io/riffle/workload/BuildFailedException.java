package io.riffle.workload;

import io.riffle.host.HostException;

/**
 * A program cannot be built from its sources, and could not be on any machine: a file is missing or
 * does not compile. The message has the compiler's own words.
 *
 * <pre>{@code
 * try {
 *   built = builder.build(workload, isa);
 * } catch (BuildFailedException e) {
 *   System.out.println("the sources are at fault: " + e.getMessage());
 * }
 * }</pre>
 */
public final class BuildFailedException extends HostException {
  private static final long serialVersionUID = 1L;

  /** With what lacks. */
  public BuildFailedException(String message) {
    super(message);
  }

  /** With the compiler's words. */
  public BuildFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
