package io.riffle.host;

import java.util.Locale;

/**
 * Where the tools run that Riffle needs: QEMU, compilers, what makes images.
 *
 * <pre>{@code
 * RIFFLE_BACKEND=container mvn verify
 * }</pre>
 */
public enum Backend {
  /** On this machine; what is missing is installed. */
  HOST,
  /**
   * In a Docker container that has them all, for machines that have Docker and no QEMU. The machine
   * shares with it regular files of a few folders and a block of TCP ports of its loopback
   * interface, and needs nothing else than Docker and Java; that has been tried on Linux, not on
   * macOS. Who can open connections on this machine reaches the control ports of QEMU there.
   */
  CONTAINER;

  /** The environment variable that chooses: host or container. */
  public static final String VARIABLE = "RIFFLE_BACKEND";

  /**
   * What {@link #VARIABLE} says, or {@link #HOST}.
   *
   * @throws HostException if it says neither
   */
  public static Backend fromEnvironment() {
    return parse(System.getenv().getOrDefault(VARIABLE, ""));
  }

  static Backend parse(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "", "host" -> HOST;
      case "container" -> CONTAINER;
      default ->
          throw new HostException(
              VARIABLE + " is '" + value + "': set it to host or container, or unset it");
    };
  }
}
