package io.riffle.suite;

import io.riffle.guest.Guest;
import io.riffle.guest.ProbedAccelerator;
import io.riffle.host.Tools;
import io.riffle.report.GuestFacts;
import io.riffle.report.ReportDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Collects what a report says of a guest. */
final class GuestFactsReader {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);

  private GuestFactsReader() {}

  static GuestFacts read(Guest guest, ProbedAccelerator accelerator, ReportDirectory report) {
    return new GuestFacts(
        guest.isa().displayName(),
        accelerator.accelerator().name().toLowerCase(Locale.ROOT),
        accelerator.how(),
        qemuVersion(guest),
        firstLine(guest.run("uname -r", LIMIT).output()),
        firstLine(guest.run("criu --version", LIMIT).output()).replace("Version: ", ""),
        guest.config().image().manifest().key(),
        guest.config().memoryMb(),
        guest.bootTime(),
        guest.commandLine(),
        report.relative(guest.artefacts().resolve("console.log")));
  }

  private static String qemuVersion(Guest guest) {
    String qemu = guest.isa().machine().qemu();
    String line = firstLine(Tools.run(List.of(qemu, "--version"), Path.of("/"), VERSION_LIMIT));
    return line.replace("QEMU emulator version ", "");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
