package io.riffle.redis.server;

/**
 * How a server is dumped.
 *
 * @param connections whether open connections are dumped too (criu's {@code --tcp-established},
 *     with packets held back by nftables from the dump to the restore); without, criu refuses a
 *     server that has some
 * @param goOn whether the server goes on after the dump (criu's {@code --leave-running})
 */
public record DumpOptions(boolean connections, boolean goOn) {
  /** For a server without clients. */
  public static final DumpOptions ALONE = new DumpOptions(false, false);

  /** With its clients. */
  public static final DumpOptions WITH_CLIENTS = new DumpOptions(true, false);

  String dumpFlags() {
    return restoreFlags() + (goOn ? " --leave-running" : "");
  }

  String restoreFlags() {
    return connections ? "--tcp-established --network-lock nftables" : "";
  }
}
