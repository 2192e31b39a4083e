package io.riffle.host;

/**
 * What must still be done if this JVM is ended in the middle, as by Ctrl-C: a shutdown hook that
 * its owner withdraws once it has done the work itself.
 */
public final class EndHook implements AutoCloseable {
  private final Runnable work;
  private final Thread thread;

  /**
   * Does nothing yet: see {@link #register}.
   *
   * @param name the thread's, for who looks at the JVM meanwhile
   * @param work called while the JVM ends, and perhaps again after its owner did it
   */
  public EndHook(String name, Runnable work) {
    this.work = work;
    this.thread = new Thread(work, name);
  }

  /**
   * From now on the work is done when this JVM ends.
   *
   * @throws HostException if this JVM is ending already: then the work has been done here
   */
  public void register() {
    try {
      Runtime.getRuntime().addShutdownHook(thread);
    } catch (IllegalStateException e) {
      work.run();
      throw new HostException("Riffle is ending", e);
    }
  }

  /** Withdraws it; in a JVM that is ending the work is done all the same. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // It runs, and finds nothing left to do.
    }
  }
}
