package io.riffle.shell;

import io.riffle.storage.ByteStore;
import java.io.EOFException;
import java.io.IOException;
import net.schmizz.sshj.sftp.RemoteFile;

/** A {@link ByteStore} over SFTP: a request a range, none for anything else. */
final class RemoteByteStore implements ByteStore {
  /** What sftp-server gives and takes in one packet without complaint. */
  private static final int CHUNK = 32 * 1024;

  private final String name;
  private final SyncedFile file;
  private long size = -1;

  RemoteByteStore(String name, SyncedFile file) {
    this.name = name;
    this.file = file;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() throws IOException {
    // Asked once: a file that is open here neither grows nor shrinks.
    if (size < 0) {
      size = file.length();
    }
    return size;
  }

  @Override
  public byte[] read(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw outside(offset, length);
    }
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      int got = file.read(offset + done, bytes, done, Math.min(CHUNK, length - done));
      if (got <= 0) {
        throw new EOFException(name + ": ended at " + (offset + done));
      }
      done += got;
    }
    return bytes;
  }

  @Override
  public void write(long offset, byte[] bytes) throws IOException {
    if (offset < 0 || offset > size() - bytes.length) {
      throw outside(offset, bytes.length);
    }
    write(file, offset, bytes);
  }

  @Override
  public void force() throws IOException {
    file.force();
  }

  private EOFException outside(long offset, long length) {
    return new EOFException(name + ": bytes " + offset + "+" + length + " lie outside the file");
  }

  static void write(RemoteFile file, long offset, byte[] bytes) throws IOException {
    for (int done = 0; done < bytes.length; done += CHUNK) {
      file.write(offset + done, bytes, done, Math.min(CHUNK, bytes.length - done));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
