package io.riffle.flow;

import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What of a checkout goes into guests: its files, folders and links, without the version control's.
 * A link stays one, but if it leads out of the checkout, where the guest has nothing, what it leads
 * to goes there in its place.
 */
final class CheckoutFiles {
  private static final String HISTORY = ".git";

  private final Path root;
  private final Path realRoot;
  private final Map<String, Path> entries = new TreeMap<>();

  /** Folders outside that links led to, and in which the walk is now. */
  private final Deque<Path> outside = new ArrayDeque<>();

  private CheckoutFiles(Path root) throws IOException {
    this.root = root;
    this.realRoot = root.toRealPath();
  }

  /**
   * Looks through a checkout.
   *
   * @return file, folder or link of this machine by absolute path in a guest
   * @throws HostException if a folder of it cannot be read; the message names it
   */
  static Map<String, Path> of(Path root) {
    try {
      CheckoutFiles files = new CheckoutFiles(root);
      files.addFolder(root.toString(), root);
      return files.entries;
    } catch (IOException e) {
      throw new HostException(
          "cannot read all of the checkout "
              + root
              + " ("
              + e
              + "): make that readable, or move it away",
          e);
    }
  }

  private void add(String path, Path entry) throws IOException {
    if (!Files.isSymbolicLink(entry)) {
      addContent(path, entry);
    } else if (staysLink(entry)) {
      entries.put(path, entry);
    } else {
      Path target = entry.toRealPath();
      outside.push(target);
      addContent(path, target);
      outside.pop();
    }
  }

  private void addContent(String path, Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      addFolder(path, entry);
    } else if (Files.isRegularFile(entry)) {
      entries.put(path, entry);
    }
  }

  private void addFolder(String path, Path folder) throws IOException {
    entries.put(path, folder);
    List<Path> inside;
    try (Stream<Path> list = Files.list(folder)) {
      inside = list.toList();
    }
    for (Path each : inside) {
      if (!folder.equals(root) || !each.endsWith(HISTORY)) {
        add(path + "/" + each.getFileName(), each);
      }
    }
  }

  /** Whether it leads to what the guest has too, or nowhere, or round in a circle. */
  private boolean staysLink(Path link) throws IOException {
    Path target;
    try {
      target = link.toRealPath();
    } catch (FileSystemException e) {
      return true;
    }
    if (realRoot.startsWith(target) || outside.contains(target)) {
      return true;
    }
    Path text = Files.readSymbolicLink(link);
    return outside.isEmpty()
        && target.startsWith(realRoot)
        && (!text.isAbsolute() || text.startsWith(root));
  }
}
