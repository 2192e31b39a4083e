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
  private final Isa isa;
  private final List<ProcessImage> processes;
  private final List<ByteStore> opened;

  ImageDirectory(Isa isa, List<ProcessImage> processes, List<ByteStore> opened) {
    this.isa = isa;
    this.processes = List.copyOf(processes);
    this.opened = List.copyOf(opened);
  }

  /**
   * Opens the images of a dump.
   *
   * @throws CriuFormatException if the directory holds no images, or a needed one is missing,
   *     truncated, of an unknown kind, or of an ISA that Riffle does not know or not that of the
   *     others
   * @throws IOException if the directory cannot be read
   */
  public static ImageDirectory open(Directory directory) throws IOException {
    return new ImageReader(directory).read();
  }

  /** The processes that have memory (not those that only wait to be reaped), the root first. */
  public List<ProcessImage> processes() {
    return processes;
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
