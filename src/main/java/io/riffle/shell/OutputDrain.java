package io.riffle.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Reads a command's stream on a thread of its own, or a full window would block the command. */
final class OutputDrain {
  private static final int CHUNK = 32 * 1024;

  private final CompletableFuture<String> text = new CompletableFuture<>();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final int limit;

  private OutputDrain(int limit) {
    this.limit = limit;
  }

  /** There is more output than is kept. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(int limit) {
      super("more than " + limit + " bytes of output");
    }
  }

  static OutputDrain start(InputStream stream, int limit) {
    OutputDrain drain = new OutputDrain(limit);
    Thread drainer = new Thread(() -> drain.run(stream), "ssh-output");
    drainer.setDaemon(true);
    drainer.start();
    return drain;
  }

  /** The whole text, when the stream has ended; fails with {@link TooLong} beyond the limit. */
  CompletableFuture<String> text() {
    return text;
  }

  /** What has come until now. */
  String soFar() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  private void run(InputStream stream) {
    try {
      byte[] chunk = new byte[CHUNK];
      for (int got = stream.read(chunk); got >= 0; got = stream.read(chunk)) {
        if (got > limit - kept.size()) {
          throw new TooLong(limit);
        }
        kept.write(chunk, 0, got);
      }
      text.complete(soFar());
    } catch (IOException | OutOfMemoryError e) {
      text.completeExceptionally(e);
    }
  }
}
