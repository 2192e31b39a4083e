package io.riffle.suite;

import io.riffle.host.HostException;
import io.riffle.host.HostMachine;
import io.riffle.host.Tools;
import io.riffle.report.HostFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Collects what a report says of this machine. */
final class HostFactsReader {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private HostFactsReader() {}

  static HostFacts read() {
    String version = HostFactsReader.class.getPackage().getImplementationVersion();
    HostMachine machine = HostMachine.read();
    return new HostFacts(
        machine.os(),
        machine.cpu(),
        machine.cores(),
        System.getProperty("java.version"),
        version == null ? "from classes" : version,
        commit());
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
