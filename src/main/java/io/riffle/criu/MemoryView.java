package io.riffle.criu;

import io.riffle.storage.ByteStore;
import java.io.EOFException;
import java.io.IOException;

/** A range of dumped memory as a file. */
record MemoryView(Memory memory, String name, long start, long size) implements ByteStore {
  @Override
  public byte[] read(long offset, int length) throws IOException {
    checkRange(offset, length);
    return memory.read(start + offset, length);
  }

  @Override
  public void write(long offset, byte[] bytes) throws IOException {
    checkRange(offset, bytes.length);
    memory.write(start + offset, bytes);
  }

  private void checkRange(long offset, int length) throws EOFException {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new EOFException(
          name + ": bytes " + offset + "+" + length + " lie outside its " + size + " bytes");
    }
  }

  @Override
  public void close() {}
}
