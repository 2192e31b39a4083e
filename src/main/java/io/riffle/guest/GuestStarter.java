package io.riffle.guest;

import io.riffle.host.Backend;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes guests of specs: builds the image if need be, finds the accelerator, boots, and puts the
 * spec's files in. Keeps nothing between two guests and is safe for use by several threads; who
 * wants guests by turns uses a {@link GuestPool}.
 *
 * <pre>{@code
 * GuestStarter starter = GuestStarter.in(Home.fromEnvironment());
 * try (Guest guest = starter.start(GuestSpec.of(Isa.AARCH64), artefacts)) {
 *   guest.run("uname -m", Duration.ofSeconds(1)).orThrow();
 * }
 * }</pre>
 */
public final class GuestStarter {
  /** The environment variable that switches snapshots off: 1. */
  public static final String VARIABLE = "RIFFLE_COLD";

  /** The system property that does the same: {@code true}. */
  public static final String PROPERTY = "riffle.cold";

  private static final String CONSOLE = "console.log";
  private static final String BOOT_CONSOLE = "boot-console.log";

  private final Home home;
  private final boolean cold;
  private final boolean strict;
  private final Consumer<String> progress;

  private GuestStarter(Home home, boolean cold, boolean strict, Consumer<String> progress) {
    this.home = home;
    this.cold = cold;
    this.strict = strict;
    this.progress = progress;
  }

  /**
   * A starter that keeps what it builds in the given folder, and boots every guest if {@link
   * #VARIABLE} says so.
   */
  public static GuestStarter in(Home home) {
    return new GuestStarter(home, isSwitchedOff(), false, step -> {});
  }

  /** The same, telling what it is about to do: a few words a step, such as {@code booting}. */
  public GuestStarter telling(Consumer<String> listener) {
    return new GuestStarter(home, cold, strict, listener);
  }

  /** The same, booting every guest instead of resuming a snapshot. */
  public GuestStarter cold() {
    return new GuestStarter(home, true, strict, progress);
  }

  /** The same, failing instead of booting where no snapshot can be resumed or none is to be. */
  GuestStarter strictly() {
    return new GuestStarter(home, cold, true, progress);
  }

  private static boolean isSwitchedOff() {
    return "1".equals(System.getenv(VARIABLE)) || Boolean.getBoolean(PROPERTY);
  }

  /**
   * Starts a guest and waits until it has answered a command and has its files.
   *
   * @param artefacts existing folder that gets console.log, qemu.log and qemu-command.txt, and of a
   *     resumed guest boot-console.log
   * @throws GuestException.BootFailure if it does not become ready within its budget
   * @throws HostException if this machine cannot run it, or the image cannot be built
   */
  public Guest start(GuestSpec spec, Path artefacts) {
    Guest guest = start(config(spec), artefacts);
    try {
      guest.sendAll(spec.files());
      return guest;
    } catch (RuntimeException | Error e) {
      guest.close();
      throw e;
    }
  }

  Guest start(GuestConfig config, Path artefacts) {
    GuestHost host = GuestHost.local(home);
    Optional<String> noResume =
        whyNotResumed(cold, config.accelerator(), Backend.fromEnvironment());
    if (noResume.isPresent()) {
      if (strict) {
        throw new HostException(
            "the " + config.isa() + " guest would be booted, not resumed: " + noResume.get());
      }
      return boot(config, artefacts, host);
    }
    SnapshotStore snapshots = new SnapshotStore(host);
    Optional<Snapshot> used = Optional.empty();
    try {
      progress.accept(
          snapshots.find(config).isPresent() ? "resuming" : "booting and saving a snapshot");
      used = Optional.of(snapshots.get(config));
      Guest guest = Guest.resume(config, used.get(), artefacts, host);
      keepBootConsole(used.get(), artefacts);
      return guest;
    } catch (GuestException.BootFailure | HostException e) {
      if (strict || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      progress.accept("booting, for " + reason(e));
      if (e instanceof GuestException.BootFailure) {
        used.ifPresent(snapshots::discard);
      }
      // If this fails as well, its logs stay; those of a snapshot's boot are gone with it.
      return boot(config, artefacts, host);
    }
  }

  /** Why guests are booted without a look at snapshots, if they are, with the way out. */
  static Optional<String> whyNotResumed(boolean cold, Accelerator accelerator, Backend backend) {
    if (cold) {
      return Optional.of(
          VARIABLE + "=1, -D" + PROPERTY + "=true or --cold asks for that: leave it out");
    }
    if (accelerator != Accelerator.TCG) {
      return Optional.of(
          "under KVM a boot takes about as long as a resume (with "
              + AcceleratorProbe.VARIABLE
              + "=tcg it is resumed)");
    }
    if (backend == Backend.CONTAINER) {
      return Optional.of(
          "what a snapshot depends on is known of this machine's own QEMU alone, not of a"
              + " container's: unset "
              + Backend.VARIABLE);
    }
    return Optional.empty();
  }

  private static String reason(RuntimeException e) {
    return e instanceof GuestException.BootFailure boot
        ? boot.reason()
        : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** A resumed guest's own console begins after its boot. */
  private static void keepBootConsole(Snapshot snapshot, Path artefacts) {
    try {
      Files.copy(
          snapshot.files().folder().resolve(CONSOLE),
          artefacts.resolve(BOOT_CONSOLE),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // The log is a help, nothing that a guest needs.
    }
  }

  private Guest boot(GuestConfig config, Path artefacts, GuestHost host) {
    progress.accept("booting");
    return Guest.start(config, artefacts, host, BootBudget.of(config));
  }

  /** How guests of the spec run their instructions here; may boot one to find out. */
  public ProbedAccelerator accelerator(GuestSpec spec) {
    return AcceleratorProbe.probe(image(spec), home);
  }

  GuestConfig config(GuestSpec spec) {
    GuestImage image = image(spec);
    progress.accept("looking for an accelerator");
    ProbedAccelerator accelerator = AcceleratorProbe.probe(image, home);
    return new GuestConfig(
        image, accelerator.accelerator(), spec.memoryMb(), spec.kernelArguments());
  }

  private GuestImage image(GuestSpec spec) {
    progress.accept("building the image");
    return new ImageStore(home).get(spec.isa(), spec.packages());
  }
}
