package io.riffle.host;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The TCP ports of the container that are reachable from this machine: a fixed number, chosen when
 * it starts. Each that is taken is to be given back once.
 */
public final class PublishedPorts {
  /**
   * One port.
   *
   * @param inside its number in the container, to listen on at all its addresses
   * @param outside its number at the loopback interface of this machine
   */
  public record Port(int inside, int outside) {}

  private final int count;
  private final Queue<Port> free;

  PublishedPorts(List<Port> ports) {
    this.count = ports.size();
    this.free = new ConcurrentLinkedQueue<>(ports);
  }

  /**
   * Those of this JVM's container.
   *
   * @throws HostException if it cannot be started
   */
  public static PublishedPorts ofContainer() {
    return OnlyContainer.get().ports();
  }

  /**
   * A port that nobody has, the one that was given back longest ago.
   *
   * @throws HostException if all are taken
   */
  public Port take() {
    Port port = free.poll();
    if (port == null) {
      throw new HostException(
          "all "
              + count
              + " ports of the container of tools are taken: close guests; each has two, and one"
              + " more for each of its ports that is forwarded");
    }
    return port;
  }

  /** Lets others take it. */
  public void giveBack(Port port) {
    free.add(port);
  }
}
