package io.riffle.guest;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageStore;
import java.nio.file.Path;
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
  private final Home home;
  private final Consumer<String> progress;

  private GuestStarter(Home home, Consumer<String> progress) {
    this.home = home;
    this.progress = progress;
  }

  /** A starter that keeps what it builds in the given folder. */
  public static GuestStarter in(Home home) {
    return new GuestStarter(home, step -> {});
  }

  /** The same, telling what it is about to do: a few words a step, such as {@code booting}. */
  public GuestStarter telling(Consumer<String> listener) {
    return new GuestStarter(home, listener);
  }

  /**
   * Starts a guest and waits until it has answered a command and has its files.
   *
   * @param artefacts existing folder that gets console.log, qemu.log and qemu-command.txt
   * @throws GuestException.BootFailure if it does not become ready within its budget
   * @throws HostException if this machine cannot run it, or the image cannot be built
   */
  public Guest start(GuestSpec spec, Path artefacts) {
    GuestConfig config = config(spec);
    progress.accept("booting");
    Guest guest = Guest.start(config, artefacts, home, BootBudget.of(config), Ports::free);
    try {
      guest.sendAll(spec.files());
      return guest;
    } catch (RuntimeException | Error e) {
      guest.close();
      throw e;
    }
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
