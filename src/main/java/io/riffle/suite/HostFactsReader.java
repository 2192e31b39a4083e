package io.riffle.suite;

import io.riffle.host.HostException;
import io.riffle.host.Tools;
import io.riffle.report.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Collects what a report says of this machine. */
final class HostFactsReader {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private HostFactsReader() {}

  static HostFacts read() {
    String version = HostFactsReader.class.getPackage().getImplementationVersion();
    return new HostFacts(
        value(Path.of("/etc/os-release"), "PRETTY_NAME=", System.getProperty("os.name")),
        value(Path.of("/proc/cpuinfo"), "model name\t:", System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        version == null ? "from classes" : version,
        commit());
  }

  private static String value(Path file, String key, String otherwise) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).replace("\"", "").strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }

  private static Optional<String> commit() {
    try {
      List<String> command = List.of("git", "rev-parse", "--short", "HEAD");
      return Optional.of(Tools.run(command, Path.of("").toAbsolutePath(), LIMIT).strip());
    } catch (HostException notACheckout) {
      return Optional.empty();
    }
  }
}
