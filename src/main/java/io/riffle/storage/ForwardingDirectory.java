package io.riffle.storage;

import java.io.IOException;
import java.util.List;

/** A directory that is another in all that a subclass leaves as it is. */
public abstract class ForwardingDirectory implements Directory {
  private final Directory directory;

  /** Forwards to {@code directory}. */
  protected ForwardingDirectory(Directory directory) {
    this.directory = directory;
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
    return directory.open(file);
  }

  @Override
  public ByteStore openReadOnly(String file) throws IOException {
    return directory.openReadOnly(file);
  }

  @Override
  public void replace(String file, byte[] content) throws IOException {
    directory.replace(file, content);
  }

  @Override
  public void rename(String file, String newName) throws IOException {
    directory.rename(file, newName);
  }

  @Override
  public void delete(String file) throws IOException {
    directory.delete(file);
  }
}
