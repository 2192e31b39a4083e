package io.riffle.host;

/** This JVM's container of tools; apart from that, which is not even loaded without its library. */
final class OnlyContainer {
  private OnlyContainer() {}

  /** Started by the first use of this class. */
  private static final class Holder {
    static final ToolContainer CONTAINER = ToolContainer.start(Home.fromEnvironment());
  }

  /**
   * The container.
   *
   * @throws HostException if there is none and none can be started
   */
  static ToolContainer get() {
    try {
      return Holder.CONTAINER;
    } catch (ExceptionInInitializerError e) {
      throw new HostException("no container: " + e.getCause().getMessage(), e.getCause());
    } catch (NoClassDefFoundError e) {
      throw new HostException(
          "the container of tools could not be started, as was said before ("
              + e.getMessage()
              + "); "
              + Backend.VARIABLE
              + "=container needs org.testcontainers:testcontainers among the dependencies",
          e);
    }
  }
}
