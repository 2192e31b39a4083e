package io.riffle.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  public void replace(String file, byte[] content) throws IOException {
    Path aside = path.resolve(file + ".riffle-new");
    Files.write(aside, content);
    Files.move(
        aside,
        path.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
