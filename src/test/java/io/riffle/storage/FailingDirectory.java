package io.riffle.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A directory whose machine dies: after some steps that change something nothing can be changed any
 * more, and the write that dies may have written half.
 */
public final class FailingDirectory implements Directory {
  private final Directory directory;
  private int left;

  /** Allows {@code steps} changes. */
  public FailingDirectory(Directory directory, int steps) {
    this.directory = directory;
    this.left = steps;
  }

  /** Whether it has died. */
  public boolean dead() {
    return left < 0;
  }

  /** A file outside of the directory that dies with it. */
  public ByteStore dying(ByteStore store) {
    return new ByteStore() {
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
        return store.read(offset, length);
      }

      @Override
      public void write(long offset, byte[] bytes) throws IOException {
        try {
          step();
        } catch (IOException dying) {
          if (left == -1) {
            store.write(offset, Arrays.copyOf(bytes, bytes.length / 2));
          }
          throw dying;
        }
        store.write(offset, bytes);
      }

      @Override
      public void force() throws IOException {
        step();
        store.force();
      }

      @Override
      public void close() throws IOException {
        store.close();
      }
    };
  }

  private void step() throws IOException {
    left--;
    if (left < 0) {
      throw new IOException("the machine has died");
    }
  }

  @Override
  public String name() {
    return directory.name();
  }

  @Override
  public List<String> files() throws IOException {
    return directory.files();
  }

  @Override
  public ByteStore open(String file) throws IOException {
    return dying(directory.open(file));
  }

  @Override
  public void replace(String file, byte[] content) throws IOException {
    step();
    directory.replace(file, content);
  }

  @Override
  public void rename(String file, String newName) throws IOException {
    step();
    directory.rename(file, newName);
  }

  @Override
  public void delete(String file) throws IOException {
    step();
    directory.delete(file);
  }
}
