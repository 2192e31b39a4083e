package io.riffle.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A {@link ByteStore} on a file of this machine. */
public final class LocalByteStore implements ByteStore {
  private final Path path;
  private final FileChannel channel;

  private LocalByteStore(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens {@code path} for reading and writing. */
  public static LocalByteStore open(Path path) throws IOException {
    return new LocalByteStore(
        path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** Opens {@code path} for reading; writes throw. */
  public static LocalByteStore openReadOnly(Path path) throws IOException {
    return new LocalByteStore(path, FileChannel.open(path, StandardOpenOption.READ));
  }

  /**
   * Takes the file for this process alone, until it is closed.
   *
   * @return false if another process or store has it
   */
  public boolean lock() throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException held) {
      return false;
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public String location() throws IOException {
    return path.toRealPath().toString();
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public byte[] read(long offset, int length) throws IOException {
    checkRange(offset, length);
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new EOFException(path + ": ended at " + (offset + buffer.position()));
      }
    }
    return buffer.array();
  }

  @Override
  public void write(long offset, byte[] bytes) throws IOException {
    checkRange(offset, bytes.length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, offset + buffer.position());
    }
  }

  @Override
  public void force() throws IOException {
    channel.force(false);
  }

  private void checkRange(long offset, int length) throws IOException {
    long size = channel.size();
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new EOFException(
          path + ": bytes " + offset + "+" + length + " lie outside its " + size + " bytes");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
