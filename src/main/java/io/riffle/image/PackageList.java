package io.riffle.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which packages went into an image. Unpacked packages leave no trace in dpkg's status, so the list
 * is made of the archives' names while they still lie in apt's cache.
 */
final class PackageList {
  private static final Pattern ARCHIVE = Pattern.compile("([^_]+)_([^_]+)_[^_]+\\.deb");

  private final Path file;

  PackageList(Path folder) {
    this.file = folder.resolve("packages.txt");
  }

  /** The option that makes mmdebstrap write the list. */
  String hook() {
    return "--extract-hook=ls \"$1\"/var/cache/apt/archives > '" + file + "'";
  }

  /** Version by package name, sorted. */
  Map<String, String> versions() throws IOException {
    Map<String, String> versions = new TreeMap<>();
    for (String name : Files.readAllLines(file)) {
      Matcher archive = ARCHIVE.matcher(name);
      if (archive.matches()) {
        // A colon of the version, which a file name cannot hold, is written %3a.
        versions.put(archive.group(1), archive.group(2).replace("%3a", ":"));
      }
    }
    return versions;
  }
}
