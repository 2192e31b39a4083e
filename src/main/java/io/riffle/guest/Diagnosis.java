package io.riffle.guest;

import io.riffle.host.HostException;
import io.riffle.shell.ShellException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Collects what tells how a guest is. Each question has a limit of its own and the inner ones end
 * when the first is not answered, so that a hung guest costs seconds.
 */
final class Diagnosis {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final List<String> COMMANDS =
      List.of("dmesg | tail -n 200", "ps -eLo pid,ppid,tid,stat,wchan:20,args", "df -h", "free -m");

  /** Where programs in the guest leave logs of criu and cores, looked for where tests work. */
  private static final String REMAINS =
      "cd / && find root home tmp opt -xdev -type f"
          + " \\( -name 'core' -o -name 'core.[0-9]*' -o -name 'dump*.log' -o -name 'restore*.log'"
          + " -o -name 'criu*.log' \\) -printf '%s %p\\n' 2>/dev/null | head -n 20";

  /** Bytes; larger ones would take longer than whoever waits for the diagnosis grants. */
  private static final long LARGEST_FETCHED = 16 << 20;

  private static final List<String> MONITOR =
      List.of("info status", "info registers", "info block", "info usernet");

  private final Guest guest;
  private final QemuMachine machine;

  Diagnosis(Guest guest, QemuMachine machine) {
    this.guest = guest;
    this.machine = machine;
  }

  /** Asks QEMU and the guest. */
  Path write() {
    StringBuilder text = new StringBuilder(fromOutside());
    if (guest.isAlive()) {
      try {
        for (String command : COMMANDS) {
          text.append("\n$ ").append(command).append('\n');
          text.append(guest.shell().run(command, guest.budget(LIMIT)).output());
        }
        fetchRemains(text);
      } catch (ShellException e) {
        text.append(e.getMessage()).append('\n');
      }
    }
    return save(text);
  }

  /** Asks QEMU alone, of a guest that does not answer. */
  Path writeFromOutside() {
    return save(new StringBuilder(fromOutside()));
  }

  private String fromOutside() {
    StringBuilder text = new StringBuilder("QEMU: ");
    if (!machine.isAlive()) {
      return text.append(machine.whatBecameOfIt()).append('\n').append(oopses()).toString();
    }
    text.append(machine.status()).append('\n');
    try (Qmp qmp = machine.qmp()) {
      for (String command : MONITOR) {
        text.append("\n(qemu) ").append(command).append('\n').append(qmp.monitor(command));
      }
    } catch (IOException e) {
      text.append("QMP: ").append(e.getMessage()).append('\n');
    }
    return text.append("\nend of its console:\n")
        .append(machine.console().tail())
        .append('\n')
        .append(oopses())
        .toString();
  }

  /** The console may have scrolled far beyond them. */
  private String oopses() {
    List<String> oopses = machine.console().oopses();
    return oopses.isEmpty()
        ? ""
        : "\nfaults of the kernel on its console:\n" + String.join("\n...\n", oopses) + "\n";
  }

  /** Fetches logs of criu and cores into the artefacts, and tells of each what became of it. */
  private void fetchRemains(StringBuilder text) {
    for (String line : guest.shell().run(REMAINS, guest.budget(LIMIT)).output().lines().toList()) {
      int space = line.indexOf(' ');
      long bytes = Long.parseLong(line.substring(0, space));
      String file = line.substring(space + 1);
      if (bytes <= LARGEST_FETCHED) {
        guest.shell().fetch("/" + file, guest.artefacts().resolve(file.replace('/', '_')));
        text.append("\nfetched: ");
      } else {
        text.append("\ntoo large to fetch: ");
      }
      text.append('/').append(file).append(", ").append(bytes).append(" bytes");
    }
    text.append('\n');
  }

  private Path save(StringBuilder text) {
    Path file = guest.artefacts().resolve("diagnosis.txt");
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new HostException("cannot write " + file + ": " + e, e);
    }
  }
}
