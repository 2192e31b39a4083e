package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.Home;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import io.riffle.shell.CommandResult;
import io.riffle.shell.NarrowShell;
import io.riffle.shell.RemoteDirectory;
import io.riffle.shell.Shell;
import io.riffle.shell.ShellException;
import io.riffle.storage.ByteStore;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest of each ISA, booted once: the five verbs, and at last its sudden end. */
@ParameterizedClass
@EnumSource
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuestIT {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATE = Duration.ofMinutes(2);

  private static ServerSocket busy;
  private static Guest guest;

  private final Isa isa;

  @TempDir private Path folder;

  GuestIT(Isa isa) {
    this.isa = isa;
  }

  @BeforeParameterizedClassInvocation
  static void boot(Isa isa, @TempDir Path artefacts) throws IOException {
    Home home = Home.fromEnvironment();
    GuestConfig config = GuestConfig.of(new ImageStore(home).get(isa), Accelerator.TCG);
    busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    GuestHost host = new GuestHost(home, new LocalQemu(), new FirstBusyPorts(busy));
    guest = Guest.start(config, artefacts, host, BootBudget.of(config));
  }

  @AfterParameterizedClassInvocation
  static void end() throws IOException {
    guest.close();
    busy.close();
  }

  @Test
  void isOfItsIsa() {
    CommandResult uname = guest.run("uname -m", SOON).orThrow();

    assertThat(uname.output().strip()).isIn(isa.machine().hostNames());
    assertThat(guest.commandLine()).contains(isa.machine().qemu());
    assertThat(guest.artefacts().resolve("qemu-command.txt")).content().contains(" -kernel ");
  }

  @Test
  void criuIsContentWithTheKernel() {
    CommandResult check = guest.run("criu check", SOON).orThrow();

    assertThat(check.output() + check.errors()).contains("Looks good");
  }

  @Test
  void tellsOutputErrorsAndStatusApart() {
    CommandResult result = guest.run("echo to-out; echo to-err >&2; exit 3", SOON);

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output()).isEqualTo("to-out\n");
    assertThat(result.errors()).isEqualTo("to-err\n");
    assertThat(guest.run("kill -SEGV $$", SOON).exitCode()).isEqualTo(128 + 11);
  }

  @Test
  void filesGoAndComeByteForByte() throws IOException {
    byte[] content = new byte[1 << 20];
    new Random(17).nextBytes(content);
    Path sent = Files.write(folder.resolve("sent"), content);

    guest.send(sent, "/root/round");
    guest.fetch("/root/round", folder.resolve("fetched"));

    assertThat(folder.resolve("fetched")).hasBinaryContent(content);
    assertThat(guest.run("stat -c %A /root/round", SOON).output()).doesNotContain("x");
  }

  @Test
  void executablesStayExecutable() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\necho ran\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

    guest.send(script, "/root/script");

    assertThat(guest.run("/root/script", SOON).orThrow().output()).isEqualTo("ran\n");
  }

  @Test
  void missingFilesAreNamed() {
    assertThatThrownBy(() -> guest.fetch("/root/none", folder.resolve("none")))
        .isInstanceOf(ShellException.class)
        .hasMessageContaining("/root/none");
    assertThatThrownBy(() -> guest.send(folder.resolve("no-file"), "/root/x"))
        .isInstanceOf(ShellException.class)
        .hasMessageContaining("no-file");
    assertThatThrownBy(() -> guest.shell().directory("/root").open("none"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("/root/none");
  }

  @Test
  void directoryReadsAndWritesRanges() throws IOException {
    guest.run("mkdir /root/d && cd /root/d && printf 0123456789 > a && mkdir sub", SOON).orThrow();
    RemoteDirectory directory = guest.shell().directory("/root/d");

    try (ByteStore store = directory.open("a")) {
      assertThat(store.size()).isEqualTo(10);
      assertThat(store.read(3, 4)).asString(StandardCharsets.US_ASCII).isEqualTo("3456");
      store.write(8, bytes("XY"));
      assertThat(store.readAll()).asString(StandardCharsets.US_ASCII).isEqualTo("01234567XY");
      assertThatThrownBy(() -> store.read(8, 3)).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> store.read(-1, 3)).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> store.write(9, bytes("ab"))).isInstanceOf(EOFException.class);
    }
    directory.replace("a", bytes("short"));
    directory.replace("b", bytes("new"));

    assertThat(directory.files()).containsExactly("a", "b");
    assertThat(guest.run("cd /root/d && cat a b", SOON).output()).isEqualTo("shortnew");
  }

  @Test
  void forwardsPorts() throws IOException {
    int port = guest.forward(22);

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(port).isNotEqualTo(busy.getLocalPort());
      assertThat(in.readLine()).startsWith("SSH-2.0-OpenSSH");
    }
  }

  @Test
  void diagnosisShowsProcessesAndKernelLog() {
    assertThat(guest.diagnose())
        .content()
        .contains("VM status: running", "/usr/sbin/sshd", "Filesystem", "Mem:");
  }

  @Test
  void commandsRunSideBySide() {
    List<CompletableFuture<String>> all =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> guest.run("sleep 0.2; echo " + i, Duration.ofSeconds(4)).output()))
            .toList();

    assertThat(all.stream().map(CompletableFuture::join))
        .containsExactly("0\n", "1\n", "2\n", "3\n");
  }

  @Test
  void commandsThatTakeTooLongAreKilled() {
    for (String endless : List.of("sleep 4321", "exec >&- 2>&-; sleep 4321", "sleep 4321 & wait")) {
      assertThatThrownBy(() -> guest.run(endless, Duration.ofMillis(60)))
          .isInstanceOf(ShellException.TimedOut.class)
          .hasMessageContaining(endless);
    }

    assertThat(guest.run("pgrep -f 'sleep [4]321'", SOON).output()).isEmpty();
  }

  @Test
  void outputWithoutEndIsCutOff() {
    Duration limit = guest.budget(SOON);
    try (Shell narrow = NarrowShell.connect(guest.endpoint(), limit, 100_000)) {
      assertThatThrownBy(() -> narrow.run("yes", limit))
          .isInstanceOf(ShellException.TooMuchOutput.class)
          .hasMessageContaining("'yes'");
      assertThatThrownBy(() -> narrow.run("yes no >&2", limit))
          .isInstanceOf(ShellException.TooMuchOutput.class);
      assertThat(narrow.run("head -c 90000 /dev/zero | tr '\\0' x", limit).output())
          .hasSize(90_000);
      assertThat(narrow.run("pgrep yes", limit).output()).isEmpty();
    }
  }

  @Test
  void closedShellSaysSo() {
    Shell shell = Shell.connect(guest.endpoint(), guest.budget(SOON));
    shell.close();

    assertThatThrownBy(() -> shell.run("true", SOON)).isInstanceOf(ShellException.class);
    assertThatThrownBy(() -> shell.fetch("/etc/passwd", folder.resolve("passwd")))
        .isInstanceOf(ShellException.class);
    assertThatThrownBy(() -> shell.directory("/").files()).isInstanceOf(IOException.class);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void itsEndIsNoticedAtOnceAndExplained() {
    boolean panics = isa.isHost();
    long start = System.nanoTime();

    assertThatThrownBy(() -> guest.run(panics ? "echo c > /proc/sysrq-trigger" : killQemu(), LATE))
        .isInstanceOf(GuestException.Lost.class)
        .hasMessageContaining(panics ? "Kernel panic" : "status 137")
        .extracting(lost -> ((GuestException.Lost) lost).reason())
        .isEqualTo(
            panics ? GuestException.Lost.Reason.PANIC : GuestException.Lost.Reason.QEMU_ENDED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(guest.isAlive()).isFalse();
    assertThatThrownBy(() -> guest.run("true", SOON)).isInstanceOf(GuestException.Lost.class);
    assertThatThrownBy(() -> guest.send(folder.resolve("x"), "/x"))
        .isInstanceOf(GuestException.Lost.class);
    assertThatThrownBy(() -> guest.forward(22)).isInstanceOf(GuestException.Lost.class);
    assertThat(guest.diagnose()).content().contains("ended with status");
  }

  /** The command that runs while QEMU is killed. */
  private static String killQemu() {
    // By its socket: other tests may have guests in this JVM.
    String socket = guest.commandLine().get(guest.commandLine().indexOf("-qmp") + 1);
    ProcessHandle qemu =
        ProcessHandle.current()
            .descendants()
            .filter(process -> process.info().command().orElse("").contains("qemu-system"))
            .filter(process -> List.of(process.info().arguments().orElseThrow()).contains(socket))
            .findFirst()
            .orElseThrow();
    CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(qemu::destroyForcibly);
    return "sleep 1000";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
