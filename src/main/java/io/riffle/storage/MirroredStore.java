package io.riffle.storage;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * A file that is far away and whose whole content is known here: nothing is read from it, all is
 * written to it, and what is known follows.
 */
public final class MirroredStore extends ForwardingStore {
  private final byte[] content;

  /**
   * Mirrors a file.
   *
   * @param store the file
   * @param content what it has now; changed along with it
   */
  public MirroredStore(ByteStore store, byte[] content) {
    super(store);
    this.content = content;
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public byte[] read(long offset, int length) throws IOException {
    check(offset, length);
    return Arrays.copyOfRange(content, (int) offset, (int) offset + length);
  }

  @Override
  public void write(long offset, byte[] bytes) throws IOException {
    check(offset, bytes.length);
    super.write(offset, bytes);
    System.arraycopy(bytes, 0, content, (int) offset, bytes.length);
  }

  private void check(long offset, int length) throws EOFException {
    if (offset < 0 || length < 0 || offset > content.length - length) {
      throw new EOFException(name() + ": bytes " + offset + "+" + length + " lie outside the file");
    }
  }
}
