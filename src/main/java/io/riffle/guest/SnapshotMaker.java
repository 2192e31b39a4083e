package io.riffle.guest;

import io.riffle.host.HostException;
import io.riffle.shell.Shell;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Boots a guest, lets it do once what all guests do first, and saves it. */
final class SnapshotMaker {
  private static final Duration SAVE_LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(20);

  /** QEMU's capability to leave RAM that lies in a shared file where it is. */
  static final String SHARED_RAM_STAYS = "x-ignore-shared";

  /** Afterwards what each needs lies in the guest's page cache. */
  private static final List<String> USUAL_COMMANDS =
      List.of(
          GuestInit.resumed(),
          "criu check",
          "tar --version; mkdir -p /root; ls /root; cp --version; rm --version; setsid true",
          "awk 'BEGIN{}'; sed -n p /dev/null; grep x /dev/null; ps; cat /dev/null; make --version");

  /** Says on the console that nobody is logged in any more, when whoever starts it has gone. */
  private static final String SAY_WHEN_IDLE =
      "setsid sh -c 'while pgrep -f \"sshd: [r]oot\"; do sleep 0.05; done;"
          + " sync; echo \""
          + Console.IDLE
          + "\" >/dev/console' </dev/null >/dev/null 2>&1 &";

  private final GuestConfig config;
  private final GuestHost host;
  private final boolean ramIsFile;

  /**
   * Makes snapshots of guests of the given kind.
   *
   * @param ramIsFile whether RAM is to stay in its file, which is faster, if QEMU knows how
   */
  SnapshotMaker(GuestConfig config, GuestHost host, boolean ramIsFile) {
    this.config = config;
    this.host = host;
    this.ramIsFile = ramIsFile;
  }

  /**
   * Saves one into an empty folder; its boot's logs stay there too.
   *
   * @throws GuestException.BootFailure if the guest does not boot
   */
  void make(Path folder) throws IOException {
    SnapshotFiles files = new SnapshotFiles(folder);
    host.qemu()
        .image(
            folder,
            "create",
            "-q",
            "-f",
            "qcow2",
            "-F",
            "raw",
            "-b",
            config.image().root().toString(),
            files.disk().toString());
    try (QemuMachine machine = QemuMachine.start(config, Origin.bootToSave(files), folder, host)) {
      settle(machine);
      try (Qmp qmp = machine.qmp()) {
        qmp.execute("stop");
        boolean stays = ramIsFile && enable(qmp, SHARED_RAM_STAYS);
        save(qmp, files.state());
        String version = qmp.version();
        machine.close();
        if (!stays) {
          Files.delete(files.ram());
        }
        reachDisk(files, stays);
        Snapshot.describe(files, version, stays);
      }
    }
  }

  private void settle(QemuMachine machine) {
    BootBudget budget = BootBudget.of(config);
    Boot boot = new Boot(config, machine, budget);
    boot.awaitReady();
    for (String command : USUAL_COMMANDS) {
      try (Shell shell = boot.login()) {
        boot.first(shell, command);
      }
    }
    try (Shell shell = boot.login()) {
      boot.first(shell, SAY_WHEN_IDLE);
    }
    boot.awaitIdle();
  }

  /** Whether QEMU has the capability, which now is on. */
  private static boolean enable(Qmp qmp, String capability) throws IOException {
    try {
      qmp.enableMigration(capability);
      return true;
    } catch (Qmp.RefusedException e) {
      return false;
    }
  }

  private static void save(Qmp qmp, Path state) throws IOException {
    qmp.migrateTo(state);
    try {
      Awaitility.await()
          .atMost(SAVE_LIMIT)
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .until(
              () -> {
                String status = qmp.execute("query-migrate").path("status").asText();
                if (status.equals("failed") || status.equals("cancelled")) {
                  throw new HostException("QEMU could not save the guest: it says " + status);
                }
                return status.equals("completed");
              });
    } catch (ConditionTimeoutException e) {
      throw new HostException("QEMU did not save the guest within " + SAVE_LIMIT, e);
    }
  }

  /** A snapshot that a crash of this machine left half written must not look whole. */
  private static void reachDisk(SnapshotFiles files, boolean ramIsFile) throws IOException {
    force(files.state());
    force(files.disk());
    if (ramIsFile) {
      force(files.ram());
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
