package io.riffle.storage;

import java.io.Closeable;
import java.io.IOException;

/** One file, read and written by ranges; never grows or shrinks. */
public interface ByteStore extends Closeable {
  /** A name for messages, such as a path. */
  String name();

  /**
   * Where the file is on the machine that holds it, as far as is known: for a file of a file system
   * its absolute path without links, so that two names of one file are told from two files.
   */
  default String location() throws IOException {
    return name();
  }

  /** Size of the file in bytes. */
  long size() throws IOException;

  /**
   * Reads exactly {@code length} bytes at {@code offset}.
   *
   * @throws java.io.EOFException if the range reaches beyond the end
   */
  byte[] read(long offset, int length) throws IOException;

  /**
   * Overwrites {@code bytes.length} bytes at {@code offset}.
   *
   * @throws java.io.EOFException if the range reaches beyond the end
   */
  void write(long offset, byte[] bytes) throws IOException;

  /**
   * Has everything that was written reach the disk, so that it outlives a crash of the machine that
   * holds the file.
   */
  default void force() throws IOException {}

  /** Reads the whole file; for small files such as CRIU's entry images. */
  default byte[] readAll() throws IOException {
    return read(0, Math.toIntExact(size()));
  }
}
