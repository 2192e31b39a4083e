package io.riffle.host;

import java.util.function.Supplier;

/** What the one attempt to make something came to, for all who ask for it. */
sealed interface FirstTry<T> {
  /**
   * What was made.
   *
   * @throws HostException if nothing was; its message is that of the first failure
   */
  T get();

  /** It was made. */
  record Made<T>(T get) implements FirstTry<T> {}

  /** It was not. */
  record Failed<T>(String why, Throwable cause) implements FirstTry<T> {
    @Override
    public T get() {
      // A new one each time: its stack trace tells who asked.
      throw new HostException("no container: " + why, cause);
    }
  }

  /** Tries once to start what needs Testcontainers, which are no dependency that Riffle brings. */
  static <T> FirstTry<T> of(Supplier<T> start) {
    try {
      return new Made<>(start.get());
    } catch (RuntimeException e) {
      return new Failed<>(String.valueOf(e.getMessage()), e);
    } catch (LinkageError e) {
      return new Failed<>(
          Backend.VARIABLE
              + "=container needs org.testcontainers:testcontainers among the dependencies ("
              + e
              + ")",
          e);
    }
  }
}
