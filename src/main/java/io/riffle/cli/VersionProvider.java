package io.riffle.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Riffle's version, as the jar's manifest says it, and that of the JVM. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "riffle " + version(),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + arch()
    };
  }

  /** Riffle's own. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(not from a jar)");
  }

  private static String arch() {
    return System.getProperty("os.arch");
  }
}
