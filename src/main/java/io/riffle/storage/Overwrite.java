package io.riffle.storage;

import java.util.Arrays;
import java.util.Objects;

/**
 * Bytes of a file that are to change.
 *
 * @param file the file's name, as {@link Journal} knows it
 * @param offset where in the file
 * @param before the bytes that are there; not to be changed
 * @param after as many bytes that take their place; not to be changed
 */
public record Overwrite(String file, long offset, byte[] before, byte[] after) {
  /** Checks the lengths. */
  public Overwrite {
    if (before.length != after.length || offset < 0) {
      throw new IllegalArgumentException(
          "%d bytes at %d of %s would become %d"
              .formatted(before.length, offset, file, after.length));
    }
  }

  /** Whether a byte changes. */
  public boolean isChange() {
    return !Arrays.equals(before, after);
  }

  /** Whether each byte of {@code now} is that of before or that of after. */
  boolean mayHaveBecome(byte[] now) {
    for (int at = 0; at < now.length; at++) {
      if (now[at] != before[at] && now[at] != after[at]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Overwrite that
        && file.equals(that.file)
        && offset == that.offset
        && Arrays.equals(before, that.before)
        && Arrays.equals(after, that.after);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, offset, Arrays.hashCode(before), Arrays.hashCode(after));
  }
}
