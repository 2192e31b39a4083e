package io.riffle.guest;

import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.host.RequiredTool;
import io.riffle.host.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A QEMU process with its private folder, console and control socket. */
final class QemuMachine implements AutoCloseable {
  private static final Duration QEMU_IMG_LIMIT = Duration.ofSeconds(30);
  private static final Duration QMP_LIMIT = Duration.ofSeconds(10);

  private final Path folder;
  private final Path artefacts;
  private final QemuCommand command;
  private final QemuProcess process;
  private final Thread hook;

  private QemuMachine(Path folder, Path artefacts, QemuCommand command, QemuProcess process) {
    this.folder = folder;
    this.artefacts = artefacts;
    this.command = command;
    this.process = process;
    this.hook = new Thread(this::killAndDelete, "riffle-guest-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts QEMU with a fresh overlay of the image's root; does not wait for the guest. */
  static QemuMachine start(GuestConfig config, Path artefacts, Home home) {
    new RequiredTool(config.isa().machine().qemu(), config.isa().machine().qemuPackage()).require();
    Path folder = RunFolder.create(home);
    try {
      Path overlay = folder.resolve("overlay.qcow2");
      createOverlay(config.image().root(), overlay);
      QemuCommand command =
          new QemuCommand(
              config,
              overlay,
              artefacts.resolve("console.log"),
              folder.resolve("qmp.sock"),
              freePort());
      List<String> arguments = command.arguments();
      Files.writeString(artefacts.resolve("qemu-command.txt"), Quoting.line(arguments) + "\n");
      return new QemuMachine(
          folder, artefacts, command, QemuProcess.start(arguments, artefacts.resolve("qemu.log")));
    } catch (IOException e) {
      BuildCache.deleteTree(folder);
      throw new HostException("cannot prepare a guest in " + artefacts + ": " + e, e);
    } catch (RuntimeException e) {
      BuildCache.deleteTree(folder);
      throw e;
    }
  }

  private static void createOverlay(Path root, Path overlay) {
    new RequiredTool("qemu-img", "qemu-utils").require();
    Tools.run(
        List.of(
            "qemu-img",
            "create",
            "-q",
            "-f",
            "qcow2",
            "-F",
            "raw",
            "-b",
            root.toString(),
            overlay.toString()),
        overlay.getParent(),
        QEMU_IMG_LIMIT);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  Console console() {
    return new Console(command.console());
  }

  int sshPort() {
    return command.sshPort();
  }

  List<String> commandLine() {
    return command.arguments();
  }

  Path artefacts() {
    return artefacts;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** QEMU's own words, for messages. */
  String log() {
    try {
      return Files.readString(artefacts.resolve("qemu.log")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether QEMU ended because the port for SSH was taken meanwhile. */
  boolean portWasTaken() {
    return !isAlive() && log().contains("Could not set up host forwarding rule");
  }

  /** One sentence on how the guest is, as far as can be seen from outside. */
  String whatBecameOfIt() {
    String name = "the " + command.config().isa() + " guest";
    if (!isAlive()) {
      return name + "'s QEMU ended with status " + process.exitStatus() + " " + log();
    }
    return console()
        .failure()
        .map(failure -> name + " failed: " + failure)
        .orElseGet(() -> name + " runs (" + status() + ") but does not answer");
  }

  /** QEMU's run state as QMP tells it. */
  String status() {
    try (Qmp qmp = qmp()) {
      return qmp.monitor("info status").strip();
    } catch (IOException e) {
      return "QMP: " + e.getMessage();
    }
  }

  Qmp qmp() throws IOException {
    return Qmp.connect(command.qmpSocket(), QMP_LIMIT);
  }

  int forward(int guestPort) {
    try (Qmp qmp = qmp()) {
      int port = freePort();
      String answer = qmp.monitor("hostfwd_add net tcp:127.0.0.1:" + port + "-:" + guestPort);
      if (!answer.isBlank()) {
        throw new HostException("cannot forward port " + guestPort + ": " + answer.strip());
      }
      return port;
    } catch (IOException e) {
      throw new GuestException.Lost(whatBecameOfIt(), e);
    }
  }

  private void killAndDelete() {
    process.kill();
    BuildCache.deleteTree(folder);
  }

  @Override
  public void close() {
    killAndDelete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // The hook runs and finds nothing left to do.
    }
  }
}
