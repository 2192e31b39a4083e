package io.riffle.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A {@link Directory} of this machine. */
public final class LocalDirectory implements Directory {
  private final Path path;

  /** A view of {@code path}, which is looked at only when asked. */
  public LocalDirectory(Path path) {
    this.path = path;
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public List<String> files() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public ByteStore open(String file) throws IOException {
    return LocalByteStore.open(path.resolve(file));
  }

  @Override
  public ByteStore openReadOnly(String file) throws IOException {
    return LocalByteStore.openReadOnly(path.resolve(file));
  }

  @Override
  public void replace(String file, byte[] content) throws IOException {
    Path aside = path.resolve(file + ".riffle-new");
    Files.write(aside, content);
    try (LocalByteStore written = LocalByteStore.open(aside)) {
      written.force();
    }
    move(aside, file);
  }

  @Override
  public void rename(String file, String newName) throws IOException {
    move(path.resolve(file), newName);
  }

  @Override
  public void delete(String file) throws IOException {
    if (Files.deleteIfExists(path.resolve(file))) {
      force();
    }
  }

  private void move(Path from, String to) throws IOException {
    Files.move(
        from,
        path.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    force();
  }

  /** A name is on the disk only when its directory is. */
  private void force() throws IOException {
    try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
