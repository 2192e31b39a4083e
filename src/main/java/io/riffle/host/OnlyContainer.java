package io.riffle.host;

/** This JVM's container of tools; apart from that, which is not even loaded without its library. */
final class OnlyContainer {
  private OnlyContainer() {}

  /** Started by the first use of this class. */
  private static final class Holder {
    static final FirstTry<ToolContainer> CONTAINER =
        FirstTry.of(() -> ToolContainer.start(Home.fromEnvironment()));
  }

  /**
   * The container.
   *
   * @throws HostException if it could not be started, with the same reason each time
   */
  static ToolContainer get() {
    return Holder.CONTAINER.get();
  }
}
