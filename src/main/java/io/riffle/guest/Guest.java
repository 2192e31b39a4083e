package io.riffle.guest;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.host.RequiredTool;
import io.riffle.isa.Isa;
import io.riffle.shell.CommandResult;
import io.riffle.shell.Endpoint;
import io.riffle.shell.Shell;
import io.riffle.shell.ShellException;
import java.io.IOException;
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

  private static final Duration BULK_ON_HARDWARE = Duration.ofMinutes(1);

  private final Object bulk = new Object();
  private final GuestConfig config;
  private final QemuMachine machine;
  private volatile Shell shell;
  private final StartTimes times;

  /** What was seen of this guest when it hung; nothing more can be seen after it was killed. */
  private volatile Path diagnosisOfHang;

  private Guest(GuestConfig config, QemuMachine machine, Shell shell, StartTimes times) {
    this.config = config;
    this.machine = machine;
    this.shell = shell;
    this.times = times;
  }

  /**
   * Boots a guest and waits until it has answered a command.
   *
   * @param artefacts existing folder that gets console.log, qemu.log and qemu-command.txt
   * @throws GuestException.BootFailure if it does not become ready within its budget
   * @throws HostException if QEMU cannot run here
   */
  public static Guest start(GuestConfig config, Path artefacts) {
    return start(config, artefacts, GuestHost.local(Home.fromEnvironment()), BootBudget.of(config));
  }

  static Guest start(GuestConfig config, Path artefacts, GuestHost host, BootBudget budget) {
    return Attempts.onFreePort(
        () -> {
          Stopwatch stopwatch = new Stopwatch();
          return Attempts.begin(
              QemuMachine.start(config, Origin.boot(config.image()), artefacts, host),
              machine -> {
                Boot boot = new Boot(config, machine, budget);
                boot.awaitReady();
                Duration booted = stopwatch.lap();
                return greet(config, machine, boot, "true", Duration.ZERO, booted, stopwatch);
              });
        });
  }

  /** Goes on from a snapshot, with the clock set and fresh randomness. */
  static Guest resume(GuestConfig config, Snapshot snapshot, Path artefacts, GuestHost host) {
    BootBudget budget = BootBudget.of(config);
    Origin origin = Origin.resume(snapshot.files(), snapshot.facts().ramIsFile());
    return Attempts.onFreePort(
        () -> {
          Stopwatch stopwatch = new Stopwatch();
          return Attempts.begin(
              QemuMachine.start(config, origin, artefacts, host),
              machine -> {
                Duration qemu = new Resumption(snapshot, machine, budget.ssh()).run(stopwatch);
                Duration resumed = stopwatch.lap();
                Boot boot = new Boot(config, machine, budget);
                return greet(config, machine, boot, GuestInit.resumed(), qemu, resumed, stopwatch);
              });
        });
  }

  private static Guest greet(
      GuestConfig config,
      QemuMachine machine,
      Boot boot,
      String command,
      Duration qemu,
      Duration running,
      Stopwatch stopwatch) {
    Shell shell = boot.login();
    try {
      Duration login = stopwatch.lap();
      boot.first(shell, command);
      return new Guest(
          config, machine, shell, new StartTimes(qemu, running, login, stopwatch.lap()));
    } catch (RuntimeException | Error e) {
      shell.close();
      throw e;
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
    return times.total();
  }

  /** The same in parts. */
  public StartTimes startTimes() {
    return times;
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
   * @throws GuestException.Lost if the guest is gone or does not answer any more; one that hangs is
   *     killed then
   * @throws GuestException.Disconnected if only the connection broke; the guest can be used on
   * @throws ShellException.Interrupted if the thread is interrupted; the command is killed then
   * @throws ShellException.TimedOut if the command takes longer than its budget; it is killed then
   * @throws ShellException.TooMuchOutput if it writes more than is kept; it is killed then
   */
  public CommandResult run(String command, Duration onHardware) {
    try {
      return shell.run(command, budget(onHardware));
    } catch (ShellException.Interrupted | ShellException.TooMuchOutput e) {
      throw e;
    } catch (ShellException.TimedOut e) {
      throwIfLost(e);
      throw e;
    } catch (ShellException e) {
      throw disconnected(e);
    }
  }

  /**
   * Asks the guest whether it answers, after something over its {@link #shell()} failed: only if it
   * does was that failure not the guest's.
   *
   * @param failure becomes the cause of what is thrown
   * @throws GuestException.Lost if the guest is gone or does not answer any more; one that hangs is
   *     killed then
   * @throws GuestException.Disconnected if only the connection broke; the guest can be used on
   * @throws ShellException.Interrupted if the thread is interrupted, or was when it failed
   */
  public void throwIfLost(IOException failure) {
    throwIfLost(ShellException.of(String.valueOf(failure.getMessage()), failure));
  }

  /** A command that did not end says nothing about the command if the guest does not answer. */
  private void throwIfLost(ShellException failure) {
    if (failure instanceof ShellException.Interrupted) {
      throw failure;
    }
    if (!shell.isConnected()) {
      throw disconnected(failure);
    }
    if (machine.console().failure().isPresent()) {
      throw lost(failure);
    }
    try {
      shell.run("true", budget(ANSWER_ON_HARDWARE));
    } catch (ShellException.Interrupted e) {
      e.addSuppressed(failure);
      throw e;
    } catch (ShellException e) {
      failure.addSuppressed(e);
      // A cut connection may be noticed only now.
      throw shell.isConnected() ? lost(failure) : disconnected(failure);
    }
  }

  /** Connects anew, if the guest is still there. */
  private GuestException disconnected(ShellException broken) {
    if (!machine.hasEnded()) {
      try {
        Shell another = Shell.connect(shell.endpoint(), budget(ANSWER_ON_HARDWARE));
        Shell old = shell;
        shell = another;
        old.close();
        return new GuestException.Disconnected(
            "the connection to the "
                + isa()
                + " guest broke and was made anew ("
                + broken.getMessage()
                + ")",
            broken);
      } catch (ShellException.Interrupted e) {
        e.addSuppressed(broken);
        throw e;
      } catch (ShellException e) {
        broken.addSuppressed(e);
      }
    }
    return lost(broken);
  }

  /** Tells what became of the guest, after saving what can be seen; kills one that hangs. */
  private GuestException.Lost lost(ShellException sign) {
    GuestException.Lost lost = machine.loss(sign);
    if (lost.reason() == GuestException.Lost.Reason.HUNG) {
      try {
        diagnosisOfHang = new Diagnosis(this, machine).writeFromOutside();
      } catch (HostException e) {
        lost.addSuppressed(e);
      }
      machine.close();
    }
    return lost;
  }

  /** How long something may take in this guest that takes {@code onHardware} on hardware. */
  public Duration budget(Duration onHardware) {
    return config.accelerator().budget(isa(), onHardware);
  }

  /**
   * Sends a file of this machine into the guest.
   *
   * @throws GuestException.Lost if the guest is gone or does not answer any more; one that hangs is
   *     killed then
   * @throws GuestException.Disconnected if only the connection broke; the guest can be used on
   * @throws ShellException.Interrupted if the thread is interrupted
   * @throws ShellException if one of the files cannot be read or written
   */
  public void send(Path local, String remote) {
    transfer(() -> shell.send(local, remote));
  }

  /**
   * Fetches a file of the guest.
   *
   * @throws GuestException.Lost if the guest is gone or does not answer any more; one that hangs is
   *     killed then
   * @throws GuestException.Disconnected if only the connection broke; the guest can be used on
   * @throws ShellException.Interrupted if the thread is interrupted
   * @throws ShellException if one of the files cannot be read or written
   */
  public void fetch(String remote, Path local) {
    transfer(() -> shell.fetch(remote, local));
  }

  /**
   * Sends files of this machine to absolute paths of the guest, by a disk instead of SSH: the way
   * for what is large. Missing folders are made, files that are there are replaced.
   *
   * @param files local file by path in the guest
   * @throws GuestException.Lost if the guest is gone
   * @throws HostException if a file cannot be read
   * @throws io.riffle.shell.CommandFailedException if the guest cannot write one
   */
  public void sendAll(Map<String, Path> files) {
    sendBulk(files, false);
  }

  /**
   * Sends files, folders and symbolic links of this machine to absolute paths of the guest in the
   * same way, but as they are: with the times of their last change, links as links, folders without
   * what is in them.
   *
   * @param entries local file, folder or link by path in the guest
   * @throws GuestException.Lost if the guest is gone
   * @throws HostException if a file cannot be read; the message names it
   * @throws io.riffle.shell.CommandFailedException if the guest cannot write one
   */
  public void sendAsTheyAre(Map<String, Path> entries) {
    sendBulk(entries, true);
  }

  private void sendBulk(Map<String, Path> files, boolean asTheyAre) {
    if (files.isEmpty()) {
      return;
    }
    synchronized (bulk) {
      try {
        machine.files().write(files, asTheyAre);
      } catch (IOException e) {
        throw new HostException("cannot put files on the guest's disk: " + e, e);
      }
      run("tar -xf " + FilesDisk.DEVICE + " -C / --no-same-owner", BULK_ON_HARDWARE).orThrow();
    }
  }

  private void transfer(Runnable transfer) {
    try {
      transfer.run();
    } catch (ShellException e) {
      throwIfLost(e);
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
   * said in the file instead; console.log lies in the same folder all the time. Of a guest that was
   * killed because it hung, this is what was saved before. Also for a thread that is interrupted.
   *
   * @return the file written, in the artefacts folder
   */
  public Path diagnose() {
    Path ofHang = diagnosisOfHang;
    if (ofHang != null) {
      return ofHang;
    }
    boolean interrupted = Thread.interrupted();
    try {
      return new Diagnosis(this, machine).write();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A new connection to QEMU's control socket. */
  Qmp qmp() throws IOException {
    return machine.qmp();
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
