package io.riffle.storage;

import java.io.EOFException;
import java.util.Arrays;

/** A {@link ByteStore} on an array, for tests; counts what is read. */
public final class InMemoryStore implements ByteStore {
  private final String name;
  private final byte[] bytes;
  private int reads;
  private boolean closed;

  /** Works on {@code bytes} itself. */
  public InMemoryStore(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** How often {@link #read} was called. */
  public int reads() {
    return reads;
  }

  /** Whether it was closed. */
  public boolean closed() {
    return closed;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public byte[] read(long offset, int length) throws EOFException {
    check(offset, length);
    reads++;
    return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
  }

  @Override
  public void write(long offset, byte[] written) throws EOFException {
    check(offset, written.length);
    System.arraycopy(written, 0, bytes, (int) offset, written.length);
  }

  private void check(long offset, int length) throws EOFException {
    if (offset < 0 || length < 0 || offset > bytes.length - length) {
      throw new EOFException(name + ": " + offset + "+" + length);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
