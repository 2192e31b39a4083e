package io.riffle.criu;

import io.riffle.isa.Isa;
import io.riffle.storage.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The images that one {@code criu dump} wrote. Entry images are read and checked when it is opened;
 * of pages images only what is asked for. Closing it closes the pages images.
 */
public final class ImageDirectory implements Closeable {
  private ImageDirectory() {}

  /**
   * Opens the images of a dump.
   *
   * @throws CriuFormatException if the directory holds no images, or a needed one is missing,
   *     truncated, of an unknown kind or of an ISA that Riffle does not know
   * @throws IOException if the directory cannot be read
   */
  public static ImageDirectory open(Directory directory) throws IOException {
    throw new UnsupportedOperationException(directory.name());
  }

  /** The processes, the root of the tree first. */
  public List<ProcessImage> processes() {
    throw new UnsupportedOperationException();
  }

  /** The ISA that all processes ran on. */
  public Isa isa() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {}
}
