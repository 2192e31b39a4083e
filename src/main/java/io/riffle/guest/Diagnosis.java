package io.riffle.guest;

import io.riffle.host.HostException;
import io.riffle.shell.ShellException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Collects what tells how a guest is. */
final class Diagnosis {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final List<String> COMMANDS =
      List.of("dmesg | tail -n 200", "ps -eLo pid,ppid,tid,stat,wchan:20,args", "df -h", "free -m");

  private final Guest guest;
  private final QemuMachine machine;

  Diagnosis(Guest guest, QemuMachine machine) {
    this.guest = guest;
    this.machine = machine;
  }

  Path write() {
    StringBuilder text = new StringBuilder();
    text.append("QEMU: ").append(guest.isAlive() ? machine.status() : machine.whatBecameOfIt());
    text.append('\n');
    for (String command : guest.isAlive() ? COMMANDS : List.<String>of()) {
      text.append("\n$ ").append(command).append('\n').append(answer(command));
    }
    Path file = guest.artefacts().resolve("diagnosis.txt");
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new HostException("cannot write " + file + ": " + e, e);
    }
  }

  private String answer(String command) {
    try {
      return guest.run(command, LIMIT).output();
    } catch (GuestException | ShellException e) {
      return e.getMessage() + "\n";
    }
  }
}
