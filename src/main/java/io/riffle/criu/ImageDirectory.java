package io.riffle.criu;

import io.riffle.isa.Isa;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The images that one {@code criu dump} wrote. Entry images are read and checked when it is opened;
 * of pages images only what is asked for, later. Closing it closes the pages images.
 */
public final class ImageDirectory implements Closeable {
  /** The image that every reader of a dump asks for first. */
  public static final String INVENTORY = ImageReader.INVENTORY;

  private final Directory directory;
  private final Isa isa;
  private final List<ProcessImage> processes;
  private final List<ByteStore> opened;
  private final String identity;

  ImageDirectory(
      Directory directory,
      Isa isa,
      List<ProcessImage> processes,
      List<ByteStore> opened,
      String identity) {
    this.directory = directory;
    this.identity = identity;
    this.isa = isa;
    this.processes = List.copyOf(processes);
    this.opened = List.copyOf(opened);
  }

  /**
   * Opens the images of a dump to read and write memory.
   *
   * @throws CriuFormatException if the directory holds no images, or a needed one is missing,
   *     truncated, of an unknown kind, or of an ISA that Riffle does not know or not that of the
   *     others
   * @throws IOException if the directory cannot be read
   */
  public static ImageDirectory open(Directory directory) throws IOException {
    return new ImageReader(directory, directory::open).read();
  }

  /**
   * Opens the images of a dump to look at them, for which files that may only be read will do.
   *
   * @throws CriuFormatException as {@link #open}
   * @throws IOException if the directory cannot be read
   */
  public static ImageDirectory openReadOnly(Directory directory) throws IOException {
    return new ImageReader(directory, directory::openReadOnly).read();
  }

  /** The processes that have memory (not those that only wait to be reaped), the root first. */
  public List<ProcessImage> processes() {
    return processes;
  }

  /** Where the images lie. */
  public Directory directory() {
    return directory;
  }

  /**
   * What tells this dump from all others: a digest of its entry images, which rewriting memory does
   * not change.
   */
  public String identity() {
    return identity;
  }

  /** The ISA that all processes ran on. */
  public Isa isa() {
    return isa;
  }

  @Override
  public void close() throws IOException {
    closeAll(opened);
  }

  /** Closes every one, also if closing another fails. */
  static void closeAll(List<ByteStore> stores) throws IOException {
    IOException failure = null;
    for (ByteStore store : stores) {
      try {
        store.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
