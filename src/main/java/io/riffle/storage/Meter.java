package io.riffle.storage;

import java.io.IOException;
import java.util.List;

/** Counts what goes to and from files, and how long it takes. For one thread. */
public final class Meter {
  private long bytesRead;
  private long bytesWritten;
  private long requests;
  private long readNanos;
  private long writeNanos;

  /** Bytes that were read. */
  public long bytesRead() {
    return bytesRead;
  }

  /** Bytes that were written. */
  public long bytesWritten() {
    return bytesWritten;
  }

  /** Calls that read, wrote, or changed names. */
  public long requests() {
    return requests;
  }

  /** Nanoseconds spent in reading. */
  public long readNanos() {
    return readNanos;
  }

  /** Nanoseconds spent in writing, forcing and renaming. */
  public long writeNanos() {
    return writeNanos;
  }

  /** A file of which all is counted. */
  public ByteStore metered(ByteStore store) {
    return new MeteredStore(this, store);
  }

  /** A directory of which all is counted. */
  public Directory metered(Directory directory) {
    return new MeteredDirectory(this, directory);
  }

  private interface Read<T> {
    T run() throws IOException;
  }

  private interface Write {
    void run() throws IOException;
  }

  private <T> T read(Read<T> read) throws IOException {
    long start = System.nanoTime();
    try {
      return read.run();
    } finally {
      readNanos += System.nanoTime() - start;
      requests++;
    }
  }

  private void write(int bytes, Write write) throws IOException {
    long start = System.nanoTime();
    try {
      write.run();
    } finally {
      writeNanos += System.nanoTime() - start;
      bytesWritten += bytes;
      requests++;
    }
  }

  private record MeteredStore(Meter meter, ByteStore store) implements ByteStore {
    @Override
    public String name() {
      return store.name();
    }

    @Override
    public long size() throws IOException {
      return store.size();
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
      meter.bytesRead += length;
      return meter.read(() -> store.read(offset, length));
    }

    @Override
    public void write(long offset, byte[] bytes) throws IOException {
      meter.write(bytes.length, () -> store.write(offset, bytes));
    }

    @Override
    public void force() throws IOException {
      meter.write(0, store::force);
    }

    @Override
    public void close() throws IOException {
      store.close();
    }
  }

  private record MeteredDirectory(Meter meter, Directory directory) implements Directory {
    @Override
    public String name() {
      return directory.name();
    }

    @Override
    public List<String> files() throws IOException {
      return meter.read(directory::files);
    }

    @Override
    public ByteStore open(String file) throws IOException {
      return new MeteredStore(meter, meter.read(() -> directory.open(file)));
    }

    @Override
    public void replace(String file, byte[] content) throws IOException {
      meter.write(content.length, () -> directory.replace(file, content));
    }

    @Override
    public void rename(String file, String newName) throws IOException {
      meter.write(0, () -> directory.rename(file, newName));
    }

    @Override
    public void delete(String file) throws IOException {
      meter.write(0, () -> directory.delete(file));
    }
  }
}
