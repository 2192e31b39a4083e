package io.riffle.storage;

import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A {@link Directory} of arrays, for tests; remembers the stores it opened. */
public final class InMemoryDirectory implements Directory {
  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<InMemoryStore> opened = new ArrayList<>();

  /** Adds or replaces a file. */
  public InMemoryDirectory with(String file, byte[] content) {
    files.put(file, content);
    return this;
  }

  /** Removes a file. */
  public void remove(String file) {
    files.remove(file);
  }

  /** The bytes of a file; changing them changes the file. */
  public byte[] content(String file) {
    return files.get(file);
  }

  /** Every store that was opened. */
  public List<InMemoryStore> opened() {
    return opened;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<String> files() {
    return List.copyOf(files.keySet());
  }

  @Override
  public ByteStore open(String file) throws NoSuchFileException {
    if (!files.containsKey(file)) {
      throw new NoSuchFileException(file);
    }
    opened.add(new InMemoryStore(file, files.get(file)));
    return opened.get(opened.size() - 1);
  }

  @Override
  public void replace(String file, byte[] content) {
    files.put(file, content);
  }

  @Override
  public void rename(String file, String newName) throws NoSuchFileException {
    if (!files.containsKey(file)) {
      throw new NoSuchFileException(file);
    }
    files.put(newName, files.remove(file));
  }

  @Override
  public void delete(String file) {
    files.remove(file);
  }
}
