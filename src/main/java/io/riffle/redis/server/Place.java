package io.riffle.redis.server;

/**
 * Where a server runs in its guest.
 *
 * @param folder its folder, with the binary that is run
 * @param binary the binary's name in the folder
 * @param port the port that it listens on
 */
record Place(String folder, String binary, int port) {
  String log() {
    return folder + "/server.log";
  }

  /**
   * The shell line that starts the server and prints its pid.
   *
   * @param options more options of the server
   */
  String startLine(String options) {
    // Its own session: it must not end with the shell that started it.
    return ("cd %s; setsid ./%s --port %d --bind 0.0.0.0 --protected-mode no --save ''"
            + " --enable-debug-command yes --dir %s %s </dev/null >%s 2>&1 & echo $!")
        .formatted(folder, binary, port, folder, options, log());
  }
}
