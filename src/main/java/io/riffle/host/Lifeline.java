package io.riffle.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** Standard input in which nothing comes, and which ends when it is closed or this JVM ends. */
final class Lifeline extends InputStream {
  private final CountDownLatch end = new CountDownLatch(1);

  @Override
  public int read() throws IOException {
    try {
      end.await();
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    return read();
  }

  @Override
  public void close() {
    end.countDown();
  }
}
