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

  private static final class MeteredStore extends ForwardingStore {
    private final Meter meter;

    MeteredStore(Meter meter, ByteStore store) {
      super(store);
      this.meter = meter;
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
      meter.bytesRead += length;
      return meter.read(() -> super.read(offset, length));
    }

    @Override
    public void write(long offset, byte[] bytes) throws IOException {
      meter.write(bytes.length, () -> super.write(offset, bytes));
    }

    @Override
    public void force() throws IOException {
      meter.write(0, super::force);
    }
  }

  private static final class MeteredDirectory extends ForwardingDirectory {
    private final Meter meter;

    MeteredDirectory(Meter meter, Directory directory) {
      super(directory);
      this.meter = meter;
    }

    @Override
    public List<String> files() throws IOException {
      return meter.read(super::files);
    }

    @Override
    public ByteStore open(String file) throws IOException {
      return new MeteredStore(meter, meter.read(() -> super.open(file)));
    }

    @Override
    public ByteStore openReadOnly(String file) throws IOException {
      return new MeteredStore(meter, meter.read(() -> super.openReadOnly(file)));
    }

    @Override
    public void replace(String file, byte[] content) throws IOException {
      meter.write(content.length, () -> super.replace(file, content));
    }

    @Override
    public void rename(String file, String newName) throws IOException {
      meter.write(0, () -> super.rename(file, newName));
    }

    @Override
    public void delete(String file) throws IOException {
      meter.write(0, () -> super.delete(file));
    }
  }
}
