package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.shell.CommandFailedException;
import io.riffle.shell.CommandResult;
import io.riffle.shell.ShellException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What breaks in a guest, what of it the guest survives, and how the rest is told. */
class FaultsIT {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATE = Duration.ofSeconds(30);

  /** Offset of the kind of file in an ELF header, and its value for cores (gABI, ELF header). */
  private static final int E_TYPE = 16;

  private static final byte ET_CORE = 4;

  @TempDir private Path folder;
  private Guest guest;

  @BeforeEach
  void start() throws IOException {
    guest =
        GuestStarter.in(Home.fromEnvironment())
            .start(GuestSpec.of(Isa.AARCH64), Files.createDirectory(folder.resolve("logs")));
  }

  @AfterEach
  void end() {
    guest.close();
  }

  @Test
  void cutConnectionIsToldAndMadeAnew() {
    assertThatThrownBy(() -> guest.run("pkill -9 -f 'sshd: [r]oot'; sleep 1000", LATE))
        .isInstanceOf(GuestException.Disconnected.class)
        .hasMessageContaining("made anew");

    assertAnswers();
  }

  @Test
  void fullDiskFailsTheCommandAndNotTheGuest() throws IOException {
    // With the blocks that are reserved for root, and some left for what ext4 keeps for itself.
    String nearlyAll = "$(($(stat -f -c '%f * %S' /) - (64 << 20)))";
    guest.run("fallocate -l " + nearlyAll + " /root/all", SOON).orThrow();
    CommandResult filled = guest.run("head -c 128M /dev/zero > /root/rest", LATE);
    assertThat(filled.exitCode()).isNotZero();
    assertThat(filled.errors()).contains("No space left on device");

    byte[] content = new byte[1 << 20];
    Path file = Files.write(folder.resolve("file"), content);
    assertThatThrownBy(() -> guest.sendAll(Map.of("/root/more", file)))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("No space left on device");
    assertThatThrownBy(() -> guest.send(file, "/root/more")).isInstanceOf(ShellException.class);

    guest.run("rm /root/all /root/rest", SOON).orThrow();
    assertAnswers();
  }

  @Test
  void outOfMemoryKillsTheProgramAndNotTheGuest() {
    guest.run("fallocate -l 450M /tmp/a && fallocate -l 250M /dev/shm/b", LATE).orThrow();

    CommandResult greedy = guest.run("tail /dev/zero", LATE);

    assertThat(greedy.exitCode()).isEqualTo(128 + 9);
    assertAnswers();
    assertThat(guest.diagnose()).content().contains("Out of memory");
  }

  @Test
  void jumpOfTheClockLeavesCommandsAlone() {
    CommandResult back = guest.run("date -s @1000000 && sleep 0.2", SOON).orThrow();
    CommandResult ahead = guest.run("date -s @4000000000 && sleep 0.2", SOON).orThrow();

    assertThat(back.elapsed()).isLessThan(guest.budget(SOON));
    assertThat(ahead.elapsed()).isLessThan(guest.budget(SOON));
    assertAnswers();
  }

  @Test
  void hungGuestIsToldFromASlowCommandAndKilled() throws IOException {
    sayOnConsole("BUG: soft lockup");
    try (Qmp stopped = guest.qmp()) {
      stopped.execute("stop");
    }

    assertThatThrownBy(() -> guest.run("true", Duration.ofMillis(200)))
        .isInstanceOf(GuestException.Lost.class)
        .hasMessageContaining("hangs")
        .hasMessageContaining("VM status: paused")
        .hasMessageContaining("BUG: soft lockup")
        .extracting(lost -> ((GuestException.Lost) lost).reason())
        .isEqualTo(GuestException.Lost.Reason.HUNG);
    assertThat(guest.isAlive()).isFalse();
    assertThat(guest.artefacts().resolve("diagnosis.txt"))
        .content()
        .contains("VM status: paused", "info registers", "PC=");
    // Whoever finds a guest broken asks again, when it is dead already.
    assertThat(guest.diagnose()).content().contains("VM status: paused", "info registers", "PC=");
  }

  @Test
  void hungGuestIsToldFromAFileThatCannotBeMoved() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    guest.send(file, "/root/file");
    try (Qmp stopped = guest.qmp()) {
      stopped.execute("stop");
    }

    assertThatThrownBy(() -> guest.send(file, "/root/file"))
        .isInstanceOf(GuestException.Lost.class)
        .extracting(lost -> ((GuestException.Lost) lost).reason())
        .isEqualTo(GuestException.Lost.Reason.HUNG);
    assertThat(guest.isAlive()).isFalse();
  }

  @Test
  void endOfQemuDuringATransferIsTold() throws Exception {
    Path large = folder.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(1 << 30);
    }
    try (Qmp qmp = guest.qmp()) {
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> guest.send(large, "/root/l"));
      Awaitility.await().until(() -> guest.run("test -s /root/l", SOON).succeeded());
      qmp.execute("quit");

      assertThatThrownBy(sending::join)
          .cause()
          .isInstanceOf(GuestException.Lost.class)
          .extracting(lost -> ((GuestException.Lost) lost).reason())
          .isEqualTo(GuestException.Lost.Reason.QEMU_ENDED);
    }
  }

  @Test
  void interruptEndsWhatWaitsAndLeavesTheGuestAlone() throws IOException {
    assertThatThrownBy(() -> interrupted(() -> guest.run("sleep 4321", LATE)))
        .isInstanceOf(ShellException.Interrupted.class)
        .hasMessageContaining("sleep 4321");
    assertThat(guest.diagnose()).content().contains("VM status: running", "/usr/sbin/sshd");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(guest.run("pgrep -f 'sleep [4]321'", SOON).output()).isEmpty();

    Path file = Files.write(folder.resolve("file"), new byte[64 << 20]);
    assertThatThrownBy(() -> interrupted(() -> guest.send(file, "/root/file")))
        .isInstanceOf(ShellException.Interrupted.class);
    assertThat(Thread.interrupted()).isTrue();
    assertAnswers();
  }

  /** Does something in this thread that is interrupted meanwhile. */
  private static void interrupted(Runnable something) {
    Thread self = Thread.currentThread();
    CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(self::interrupt);
    something.run();
  }

  @Test
  void oopsThatTheKernelSurvivesMakesNoPanicOfASlowCommand() {
    sayOnConsole("BUG: nothing of weight");

    assertThatThrownBy(() -> guest.run("sleep 1000", Duration.ofMillis(60)))
        .isInstanceOf(ShellException.TimedOut.class);
    assertAnswers();
    assertThat(guest.diagnose()).content().contains("faults of the kernel on its console:\n");
  }

  @Test
  void bulkFilesArriveWholeWithTheirModes() throws IOException {
    byte[] content = new byte[20 << 20];
    new Random(5).nextBytes(content);
    Path large = Files.write(folder.resolve("large"), content);
    Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\necho ran\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    guest.sendAll(Map.of("/opt/deep/er/large", large, "/root/it's a script", script));

    assertThat(guest.run("'/root/it'\\''s a script'", SOON).orThrow().output()).isEqualTo("ran\n");
    guest.fetch("/opt/deep/er/large", folder.resolve("back"));
    assertThat(folder.resolve("back")).hasBinaryContent(content);
    Files.writeString(script, "#!/bin/sh\necho again\n");
    guest.sendAll(Map.of("/root/s", script));
    assertThat(guest.run("/root/s", SOON).orThrow().output()).isEqualTo("again\n");
    assertThatThrownBy(() -> guest.sendAll(Map.of("/root/none", folder.resolve("none"))))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("none");
  }

  @Test
  void remainsOfFailuresAreFetchedWithTheDiagnosis() {
    guest.run("mkdir /root/x; echo why > /root/x/dump.log", SOON).orThrow();
    guest.run("truncate -s 17M /root/x/core.1", SOON).orThrow();

    assertThat(guest.diagnose())
        .content()
        .contains("fetched: /root/x/dump.log, 4 bytes")
        .contains("too large to fetch: /root/x/core.1, 17825792 bytes");

    assertThat(guest.artefacts().resolve("root_x_dump.log")).hasContent("why");
    assertThat(guest.artefacts().resolve("root_x_core.1")).doesNotExist();
  }

  @Test
  void coreOfACrashIsFetchedWithTheDiagnosis() throws IOException {
    assertThat(guest.run("cd /root && sh -c 'kill -SEGV $$'", SOON).exitCode()).isEqualTo(139);

    guest.diagnose();

    byte[] core = Files.readAllBytes(guest.artefacts().resolve("root_core"));
    assertThat(core).startsWith(0x7f, 'E', 'L', 'F');
    assertThat(core[E_TYPE]).isEqualTo(ET_CORE);
  }

  private void sayOnConsole(String words) {
    guest.run("echo '<0>" + words + "' >/dev/kmsg", SOON).orThrow();
    Path console = guest.artefacts().resolve("console.log");
    Awaitility.await().until(() -> Files.readString(console).contains(words));
  }

  private void assertAnswers() {
    assertThat(guest.run("echo ok", SOON).orThrow().output()).isEqualTo("ok\n");
  }
}
