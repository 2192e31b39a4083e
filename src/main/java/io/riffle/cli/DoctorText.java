package io.riffle.cli;

import io.riffle.cli.DoctorReport.GuestKind;
import io.riffle.cli.DoctorReport.Tool;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A {@link DoctorReport} for people. */
final class DoctorText {
  private static final long GIB = 1L << 30;

  /** Both images, the workloads and the disks of a few guests. */
  private static final long ROOM_NEEDED = 4 * GIB;

  private DoctorText() {}

  static String of(DoctorReport report) {
    StringBuilder text = new StringBuilder();
    machine(report, text);
    for (GuestKind guest : report.guests()) {
      text.append('\n').append(guest.isa()).append(" guests\n");
      row(text, "QEMU", guest.emulator().orElse("missing"));
      row(text, "Accelerator", guest.accelerator().orElse("tried out when the image is built"));
      row(text, "Image", image(guest));
    }
    text.append("\nTools\n");
    report.tools().forEach(tool -> text.append(tool(tool)));
    text.append('\n').append(verdict(report));
    return text.toString();
  }

  private static void machine(DoctorReport report, StringBuilder text) {
    text.append("This machine\n");
    row(text, "Riffle", report.riffle());
    row(text, "System", report.machine().os() + ", kernel " + report.machine().kernel());
    row(text, "CPU", report.machine().cpu() + ", " + report.machine().cores() + " usable");
    row(text, "Memory", gib(report.machine().memoryBytes()));
    row(text, "Java", report.machine().java());
    row(text, "RIFFLE_HOME", report.home() + ", " + room(report));
  }

  private static String room(DoctorReport report) {
    return report
        .homeFreeBytes()
        .map(free -> gib(free) + " free" + (free < ROOM_NEEDED ? " (too little: 4 GiB)" : ""))
        .orElse("cannot be read");
  }

  private static String image(GuestKind guest) {
    return guest
        .problem()
        .or(() -> guest.image().map(Path::toString))
        .orElse("not built yet (half a minute, done when needed)");
  }

  private static String tool(Tool tool) {
    String where =
        tool.path().map(Path::toString).orElse("in Debian's package " + tool.debianPackage());
    return "  %-8s%-38s%s%n"
        .formatted(tool.path().isPresent() ? "ok" : "MISSING", tool.file(), where);
  }

  private static String verdict(DoctorReport report) {
    if (report.isComplete()) {
      return "Nothing is missing.";
    }
    String missing =
        report.tools().stream()
            .filter(tool -> tool.path().isEmpty())
            .map(Tool::file)
            .collect(Collectors.joining(", "));
    return "Missing: %s. './riffle doctor --install' runs this line:%n  %s"
        .formatted(missing, report.remedy().orElse(""));
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("  %-13s%s%n".formatted(name, value));
  }

  private static String gib(long bytes) {
    return "%.1f GiB".formatted((double) bytes / GIB);
  }
}
