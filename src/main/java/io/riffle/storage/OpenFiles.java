package io.riffle.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files of a journal: those that were given, and others of its directory, opened when needed.
 */
final class OpenFiles implements Closeable {
  private final Directory directory;
  private final Map<String, ByteStore> given;
  private final Map<String, ByteStore> used = new LinkedHashMap<>();
  private final Map<String, ByteStore> opened = new HashMap<>();

  OpenFiles(Directory directory, Map<String, ByteStore> given) {
    this.directory = directory;
    this.given = given;
  }

  ByteStore get(String file) throws IOException {
    ByteStore store = used.get(file);
    if (store == null) {
      store = given.get(file);
      if (store == null) {
        if (file.contains("/") || file.contains("\\")) {
          throw new JournalException(
              directory.name() + " has a journal that names the file '" + file + "' outside of it");
        }
        store = directory.open(file);
        opened.put(file, store);
      }
      used.put(file, store);
    }
    return store;
  }

  void force() throws IOException {
    for (ByteStore store : used.values()) {
      store.force();
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (ByteStore store : opened.values()) {
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
