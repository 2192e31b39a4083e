package io.riffle.report;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;

/**
 * Paths of logs as reports hold them: relative to the report's directory, with slashes, never
 * leading out of it, so that a report can be moved or served as a whole.
 */
final class LogPath {
  private LogPath() {}

  /** Returns {@code path} if it is empty or stays inside the report; otherwise throws. */
  static String check(String path, String name) {
    requireNonNull(path, name);
    boolean leadsOut =
        path.startsWith("/")
            || path.indexOf('\\') >= 0
            || path.indexOf('\0') >= 0
            || Arrays.asList(path.split("/")).contains("..");
    if (leadsOut) {
      throw new IllegalArgumentException(
          name
              + ": '"
              + path
              + "' does not lie in the report's directory; give a path relative to it");
    }
    return path;
  }

  /** The path as a relative URL; the leading dot keeps a colon in it from naming a scheme. */
  static String toUrl(String path) {
    try {
      return new URI(null, null, "./" + path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("log path '" + path + "' has no URL", e);
    }
  }
}
