package io.riffle.redis.server;

/**
 * How a server is dumped.
 *
 * @param connections whether open connections are dumped too (criu's {@code --tcp-established},
 *     with packets held back by nftables from the dump to the restore); without, criu refuses a
 *     server that has some
 */
public record DumpOptions(boolean connections) {
  /** For a server without clients. */
  public static final DumpOptions ALONE = new DumpOptions(false);

  /** With its clients. */
  public static final DumpOptions WITH_CLIENTS = new DumpOptions(true);

  String dumpFlags() {
    return connections ? "--tcp-established --network-lock nftables" : "";
  }

  /**
   * The criu command that restores.
   *
   * @param restore the command but for options of connections
   */
  String restoreCommand(String restore) {
    if (!connections) {
      return restore;
    }
    // A socket that is made again keeps the machine's own window scale if its peer has none, as
    // QEMU's network has not; the window that it then announces is next to nothing.
    return ("scaling=$(cat %1$s) && echo 0 >%1$s && { %2$s --tcp-established; status=$?;"
            + " echo $scaling >%1$s; [ $status = 0 ]; }")
        .formatted("/proc/sys/net/ipv4/tcp_window_scaling", restore);
  }
}
