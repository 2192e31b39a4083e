package io.riffle.storage;

import java.io.IOException;
import java.util.Arrays;

/**
 * A directory whose machine dies: after some steps that change something nothing can be changed any
 * more, and the write that dies may have written half.
 */
public final class FailingDirectory extends ForwardingDirectory {
  private int left;

  /** Allows {@code steps} changes. */
  public FailingDirectory(Directory directory, int steps) {
    super(directory);
    this.left = steps;
  }

  /** Whether it has died. */
  public boolean dead() {
    return left < 0;
  }

  /** A file outside of the directory that dies with it. */
  public ByteStore dying(ByteStore store) {
    return new ForwardingStore(store) {
      @Override
      public void write(long offset, byte[] bytes) throws IOException {
        try {
          step();
        } catch (IOException dying) {
          if (left == -1) {
            super.write(offset, Arrays.copyOf(bytes, bytes.length / 2));
          }
          throw dying;
        }
        super.write(offset, bytes);
      }

      @Override
      public void force() throws IOException {
        step();
        super.force();
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
  public ByteStore open(String file) throws IOException {
    return dying(super.open(file));
  }

  @Override
  public ByteStore openReadOnly(String file) throws IOException {
    return dying(super.openReadOnly(file));
  }

  @Override
  public void replace(String file, byte[] content) throws IOException {
    step();
    super.replace(file, content);
  }

  @Override
  public void rename(String file, String newName) throws IOException {
    step();
    super.rename(file, newName);
  }

  @Override
  public void delete(String file) throws IOException {
    step();
    super.delete(file);
  }
}
