package io.riffle.guest;

import io.riffle.host.EndHook;
import io.riffle.host.FullDisk;
import io.riffle.host.HostException;
import io.riffle.host.Quoting;
import io.riffle.host.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A QEMU process with its private folder, console and control socket. */
final class QemuMachine implements AutoCloseable {
  private static final Duration QMP_LIMIT = Duration.ofSeconds(10);
  private static final List<String> PORT_TAKEN =
      List.of("Could not set up host forwarding rule", "Address already in use");

  /** How many ports are tried when one after the other is taken meanwhile. */
  static final int PORT_ATTEMPTS = 5;

  private final Room room;
  private final Path artefacts;
  private final QemuCommand command;
  private final GuestHost host;
  private final QemuProcess process;
  private final EndHook hook = new EndHook("riffle-guest-end", this::killAndDelete);

  private QemuMachine(Room room, Path artefacts, QemuCommand command, GuestHost host) {
    this.room = room;
    this.artefacts = artefacts;
    this.command = command;
    this.host = host;
    this.process =
        host.qemu().start(command.arguments(), room.folder(), artefacts.resolve("qemu.log"));
  }

  /**
   * Starts QEMU; does not wait for the guest.
   *
   * @throws HostException if a tool is missing, or the artefacts or the disks cannot be written
   */
  static QemuMachine start(GuestConfig config, Origin origin, Path artefacts, GuestHost host) {
    new RequiredTool(config.isa().machine().qemu(), config.isa().machine().qemuPackage()).require();
    Room room = Room.create(host);
    try {
      FilesDisk files = FilesDisk.create(room.folder().resolve("files.tar"));
      Path console = artefacts.resolve("console.log");
      // The words of an earlier guest must not be taken for this one's.
      Files.deleteIfExists(console);
      QemuCommand command =
          new QemuCommand(config, origin, files.file(), console, room.control(), room.port());
      Files.writeString(
          artefacts.resolve("qemu-command.txt"), Quoting.line(command.arguments()) + "\n");
      QemuMachine machine = new QemuMachine(room, artefacts, command, host);
      machine.hook.register();
      return machine;
    } catch (IOException e) {
      room.close();
      throw new HostException("cannot prepare a guest in " + artefacts + ": " + e, e);
    } catch (HostException e) {
      room.close();
      throw FullDisk.explain(e, host.home().path());
    } catch (RuntimeException | Error e) {
      room.close();
      throw e;
    }
  }

  Console console() {
    return new Console(command.console());
  }

  int sshPort() {
    return command.ssh().reached();
  }

  List<String> commandLine() {
    return command.arguments();
  }

  FilesDisk files() {
    return new FilesDisk(command.files());
  }

  Path artefacts() {
    return artefacts;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether QEMU ended because a port was taken meanwhile. */
  boolean portWasTaken() {
    return !isAlive() && PORT_TAKEN.stream().anyMatch(process.said()::contains);
  }

  /** That QEMU ended because the disk of its folder is full, if it did. */
  Optional<HostException> fullDisk() {
    HostException said = new HostException(process.said(), null);
    HostException explained = FullDisk.explain(said, host.home().path());
    return isAlive() || explained == said ? Optional.empty() : Optional.of(explained);
  }

  /** What is known of the guest's end, if it has come or is just coming. */
  private Optional<String> end() {
    boolean alive = process.staysAlive();
    Optional<String> failure = console().failure();
    if (alive) {
      return failure.map(why -> name() + " failed: " + why);
    }
    String status = name() + "'s QEMU ended with status " + process.exitStatus();
    return Optional.of(
        Stream.of(status, failure.orElse(""), process.said())
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(": ")));
  }

  /** What can be seen of the guest from outside. */
  String whatBecameOfIt() {
    return end().orElseGet(() -> name() + " runs (" + status() + ") but does not answer").strip();
  }

  /** Whether QEMU has ended or the kernel has panicked, or is just doing so. */
  boolean hasEnded() {
    return end().isPresent();
  }

  /** The guest's end as an exception; one that has not come is a guest that hangs. */
  GuestException.Lost loss(Throwable sign) {
    Optional<String> end = end();
    if (end.isEmpty()) {
      String seen =
          "%s hangs: %s; nothing answers over SSH (%s); last words on its console %s; QEMU says: %s"
                  .formatted(
                      name(), "it was killed", sign.getMessage(), console().lastWords(), status())
              + lastOops();
      return new GuestException.Lost(GuestException.Lost.Reason.HUNG, seen, sign);
    }
    GuestException.Lost.Reason reason =
        console().failure().isPresent()
            ? GuestException.Lost.Reason.PANIC
            : GuestException.Lost.Reason.QEMU_ENDED;
    return new GuestException.Lost(reason, end.get(), sign);
  }

  /** What may be why it hangs. */
  private String lastOops() {
    List<String> oopses = console().oopses();
    return oopses.isEmpty()
        ? ""
        : "\nits kernel's last fault before: " + oopses.get(oopses.size() - 1);
  }

  private String name() {
    return "the " + command.config().isa() + " guest";
  }

  /** QEMU's run state as QMP tells it. */
  String status() {
    try (Qmp qmp = qmp()) {
      String status = qmp.monitor("info status").strip();
      // So QEMU stops a guest when its overlay cannot grow.
      return status.contains("io-error")
          ? status + ", for the disk of " + room.folder() + " is full or broken"
          : status;
    } catch (IOException e) {
      return "QMP: " + e.getMessage();
    }
  }

  Qmp qmp() throws IOException {
    return Qmp.connect(command.control().address(), QMP_LIMIT);
  }

  int forward(int guestPort) {
    String answer = "";
    try (Qmp qmp = qmp()) {
      for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
        Port port = room.port();
        answer = qmp.monitor("hostfwd_add net " + port.forwardedTo(guestPort)).strip();
        if (answer.isEmpty()) {
          return port.reached();
        }
      }
    } catch (IOException e) {
      throw loss(e);
    }
    throw new HostException("cannot forward port " + guestPort + " of " + name() + ": " + answer);
  }

  private void killAndDelete() {
    process.kill();
    room.close();
  }

  @Override
  public void close() {
    killAndDelete();
    hook.close();
  }
}
