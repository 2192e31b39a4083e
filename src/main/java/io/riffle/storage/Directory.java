package io.riffle.storage;

import java.io.IOException;
import java.util.List;

/** A flat directory of files, such as one that {@code criu dump} wrote. */
public interface Directory {
  /** A name for messages, such as a path. */
  String name();

  /** Names of the files in it, sorted. */
  List<String> files() throws IOException;

  /**
   * Opens one file for reading and writing by ranges.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  ByteStore open(String file) throws IOException;

  /**
   * Opens one file for reading by ranges.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  default ByteStore openReadOnly(String file) throws IOException {
    return open(file);
  }

  /**
   * Replaces the whole content of a small file, or creates it; the old content is never seen half
   * overwritten, and when this returns the new one is on the disk.
   */
  void replace(String file, byte[] content) throws IOException;

  /**
   * Gives a file another name in this directory, in one step that outlives a crash.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  void rename(String file, String newName) throws IOException;

  /** Deletes a file; nothing is done if there is none. */
  void delete(String file) throws IOException;
}
