package io.riffle.guest;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.host.RequiredTool;
import io.riffle.isa.Isa;
import io.riffle.shell.CommandResult;
import io.riffle.shell.Endpoint;
import io.riffle.shell.Shell;
import io.riffle.shell.ShellException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A booted QEMU machine that answers over SSH. Closing it kills QEMU and deletes its disk; so does
 * the end of this JVM, in whatever way it ends.
 *
 * <pre>{@code
 * try (Guest guest = Guest.start(GuestConfig.of(image, Accelerator.TCG), artefacts)) {
 *   guest.run("uname -m", Duration.ofSeconds(5)).orThrow();
 * }
 * }</pre>
 */
public final class Guest implements AutoCloseable {
  private static final Duration ANSWER_ON_HARDWARE = Duration.ofSeconds(1);

  private final GuestConfig config;
  private final QemuMachine machine;
  private final Shell shell;
  private final Duration bootTime;

  private Guest(GuestConfig config, QemuMachine machine, Shell shell, Duration bootTime) {
    this.config = config;
    this.machine = machine;
    this.shell = shell;
    this.bootTime = bootTime;
  }

  /**
   * Boots a guest and waits until it has answered a command.
   *
   * @param artefacts existing folder that gets console.log, qemu.log and qemu-command.txt
   * @throws GuestException.BootFailure if it does not become ready within its budget
   * @throws HostException if QEMU cannot run here
   */
  public static Guest start(GuestConfig config, Path artefacts) {
    return start(config, artefacts, Home.fromEnvironment(), BootBudget.of(config), Ports::free);
  }

  static Guest start(
      GuestConfig config, Path artefacts, Home home, BootBudget budget, Ports ports) {
    for (int attempt = 1; ; attempt++) {
      long start = System.nanoTime();
      QemuMachine machine = QemuMachine.start(config, artefacts, home, ports);
      try {
        Shell shell = new Boot(config, machine, budget).firstShell();
        return new Guest(config, machine, shell, Duration.ofNanos(System.nanoTime() - start));
      } catch (GuestException.BootFailure e) {
        machine.close();
        if (!machine.portWasTaken()) {
          throw e;
        }
        if (attempt == QemuMachine.PORT_ATTEMPTS) {
          throw new HostException("no free port for SSH in " + attempt + " attempts", e);
        }
      } catch (RuntimeException | Error e) {
        machine.close();
        throw e;
      }
    }
  }

  /** What booting guests of every ISA needs of this machine. */
  public static List<RequiredTool> requiredTools() {
    return GuestTools.all();
  }

  /** Its ISA. */
  public Isa isa() {
    return config.isa();
  }

  /** What it was made of. */
  public GuestConfig config() {
    return config;
  }

  /** From the start of QEMU to the first answered command. */
  public Duration bootTime() {
    return bootTime;
  }

  /** The exact QEMU command line. */
  public List<String> commandLine() {
    return machine.commandLine();
  }

  /** The folder with its logs. */
  public Path artefacts() {
    return machine.artefacts();
  }

  /** Where its sshd answers, and with which keys. */
  public Endpoint endpoint() {
    return shell.endpoint();
  }

  /** Its kept SSH connection. */
  public Shell shell() {
    return shell;
  }

  /**
   * Runs a command line as root.
   *
   * @param onHardware how long it may take on hardware; under TCG it is given more
   * @throws GuestException.Lost if the guest is gone or does not answer any more
   * @throws ShellException.TimedOut if the command takes longer than its budget; it is killed then
   * @throws ShellException.TooMuchOutput if it writes more than is kept; it is killed then
   */
  public CommandResult run(String command, Duration onHardware) {
    try {
      return shell.run(command, budget(onHardware));
    } catch (ShellException.TooMuchOutput e) {
      throw e;
    } catch (ShellException.TimedOut e) {
      throwIfLost(e);
      throw e;
    } catch (ShellException e) {
      throw new GuestException.Lost(machine.whatBecameOfIt() + " (" + e.getMessage() + ")", e);
    }
  }

  /** A command that did not end says nothing about the command if the guest does not answer. */
  private void throwIfLost(ShellException.TimedOut late) {
    if (machine.console().failure().isPresent()) {
      throw new GuestException.Lost(machine.whatBecameOfIt(), late);
    }
    try {
      shell.run("true", budget(ANSWER_ON_HARDWARE));
    } catch (ShellException e) {
      late.addSuppressed(e);
      throw new GuestException.Lost(machine.whatBecameOfIt(), late);
    }
  }

  /** How long something may take in this guest that takes {@code onHardware} on hardware. */
  public Duration budget(Duration onHardware) {
    return config.accelerator().budget(isa(), onHardware);
  }

  /**
   * Sends a file of this machine into the guest.
   *
   * @throws GuestException.Lost if the guest is gone
   * @throws ShellException if one of the files cannot be read or written
   */
  public void send(Path local, String remote) {
    transfer(() -> shell.send(local, remote));
  }

  /**
   * Fetches a file of the guest.
   *
   * @throws GuestException.Lost if the guest is gone
   * @throws ShellException if one of the files cannot be read or written
   */
  public void fetch(String remote, Path local) {
    transfer(() -> shell.fetch(remote, local));
  }

  /**
   * Sends files of this machine to absolute paths of the guest; missing folders are made.
   *
   * @param files local file by path in the guest
   * @throws GuestException.Lost if the guest is gone
   * @throws ShellException if a file cannot be read or written
   */
  public void sendAll(Map<String, Path> files) {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      String folder = file.getKey().substring(0, file.getKey().lastIndexOf('/') + 1);
      run("mkdir -p " + Quoting.line(List.of(folder)), ANSWER_ON_HARDWARE).orThrow();
      send(file.getValue(), file.getKey());
    }
  }

  private void transfer(Runnable transfer) {
    try {
      transfer.run();
    } catch (ShellException e) {
      if (!shell.isConnected()) {
        throw new GuestException.Lost(machine.whatBecameOfIt(), e);
      }
      throw e;
    }
  }

  /**
   * Makes a TCP port of the guest reachable.
   *
   * @return the port of this machine's loopback interface that leads there
   */
  public int forward(int guestPort) {
    return machine.forward(guestPort);
  }

  /**
   * Saves what tells how the guest is: QMP status, kernel log, processes. What cannot be had is
   * said in the file instead; console.log lies in the same folder all the time.
   *
   * @return the file written, in the artefacts folder
   */
  public Path diagnose() {
    return new Diagnosis(this, machine).write();
  }

  /** Whether QEMU runs. */
  public boolean isAlive() {
    return machine.isAlive();
  }

  @Override
  public void close() {
    // QEMU first: closing a connection politely waits for a guest that may hang.
    machine.close();
    shell.close();
  }
}
