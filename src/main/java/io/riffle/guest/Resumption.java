package io.riffle.guest;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Lets a started machine go on where a saved one was stopped. */
final class Resumption {
  private static final Duration POLL = Duration.ofMillis(2);

  private final Snapshot snapshot;
  private final QemuMachine machine;
  private final Duration limit;

  Resumption(Snapshot snapshot, QemuMachine machine, Duration limit) {
    this.snapshot = snapshot;
    this.machine = machine;
    this.limit = limit;
  }

  /**
   * Waits for QEMU and has it load the state; the machine runs afterwards.
   *
   * @param stopwatch gets a lap when QEMU runs
   * @return how long QEMU took to start
   * @throws GuestException.BootFailure if QEMU does not take the state
   */
  Duration run(Stopwatch stopwatch) {
    try (Qmp qmp = connect()) {
      Duration start = stopwatch.lap();
      if (!qmp.version().equals(snapshot.facts().qemu())) {
        throw failure(
            "it was saved by QEMU " + snapshot.facts().qemu() + " and this is " + qmp.version(),
            null);
      }
      if (snapshot.facts().ramIsFile()) {
        qmp.enableMigration(SnapshotMaker.SHARED_RAM_STAYS);
      }
      qmp.resumeFrom(snapshot.files().state());
      await("loaded", () -> !qmp.status().equals("inmigrate"));
      // The saved machine was stopped, and so is this one now.
      qmp.execute("cont");
      return start;
    } catch (IOException e) {
      throw failure(e.getMessage(), e);
    }
  }

  /** QEMU makes its socket a moment before it listens there. */
  private Qmp connect() {
    AtomicReference<Qmp> connected = new AtomicReference<>();
    await(
        "listening",
        () -> {
          try {
            connected.set(machine.qmp());
            return true;
          } catch (SocketException e) {
            return false;
          }
        });
    return connected.get();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String what, Condition condition) {
    try {
      Awaitility.await()
          .atMost(limit)
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .until(
              () -> {
                if (!machine.isAlive()) {
                  throw failure(machine.whatBecameOfIt(), null);
                }
                return condition.holds();
              });
    } catch (ConditionTimeoutException e) {
      throw failure("it was not " + what + " after " + limit.toMillis() + " ms", e);
    }
  }

  private GuestException failure(String why, Throwable cause) {
    return new GuestException.BootFailure(
        "the snapshot " + snapshot.files().folder() + " cannot be resumed: " + why,
        "logs: " + machine.artefacts(),
        machine.artefacts(),
        cause);
  }
}
