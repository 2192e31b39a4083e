package io.riffle.guest;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.image.GuestImage;
import io.riffle.isa.Isa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out whether KVM works here by booting a guest with it. The device alone proves nothing: KVM
 * may be there and abort QEMU, or hang. The outcome of a boot is kept for this host.
 *
 * <pre>{@code
 * Home home = Home.fromEnvironment();
 * GuestImage image = new ImageStore(home).get(Isa.X86_64);
 * System.out.println(AcceleratorProbe.probe(image, home).how());
 * }</pre>
 */
public final class AcceleratorProbe {
  /** The environment variable that chooses the accelerator without a probe: tcg or kvm. */
  public static final String VARIABLE = "RIFFLE_ACCEL";

  private static final BootBudget BUDGET =
      new BootBudget(Duration.ofSeconds(20), Duration.ofSeconds(10));

  private final Optional<String> chosen;
  private final Path device;
  private final Booter booter;

  /** Boots an image with KVM and ends the guest again. */
  @FunctionalInterface
  interface Booter {
    /**
     * Boots.
     *
     * @param logs folder that gets console.log and qemu.log
     * @return how long it took
     * @throws GuestException.BootFailure if the guest does not become ready
     */
    Duration boot(GuestImage image, Home home, Path logs);
  }

  AcceleratorProbe(Optional<String> chosen, Path device, Booter booter) {
    this.chosen = chosen;
    this.device = device;
    this.booter = booter;
  }

  /**
   * The accelerator for guests of an image; boots one if need be, which takes up to half a minute,
   * once a host.
   *
   * @throws HostException if {@link #VARIABLE} has a value that is none, or QEMU cannot run here
   */
  public static ProbedAccelerator probe(GuestImage image, Home home) {
    return new AcceleratorProbe(
            Optional.ofNullable(System.getenv(VARIABLE)).filter(value -> !value.isBlank()),
            Path.of("/dev/kvm"),
            AcceleratorProbe::bootWithKvm)
        .choose(image, home);
  }

  ProbedAccelerator choose(GuestImage image, Home home) {
    Optional<Accelerator> forced = chosen.map(AcceleratorProbe::parse);
    Optional<String> obstacle = obstacle(image.isa());
    if (forced.isPresent()) {
      // KVM that is asked for is refused only where it cannot be meant.
      return forced.get() == Accelerator.KVM && !image.isa().isHost()
          ? new ProbedAccelerator(Accelerator.TCG, obstacle.orElseThrow())
          : new ProbedAccelerator(forced.get(), "set by " + VARIABLE);
    }
    return obstacle
        .map(why -> new ProbedAccelerator(Accelerator.TCG, why))
        .orElseGet(
            () -> new KeptProbes(home).getOrProbe(image.isa(), logs -> boot(image, home, logs)));
  }

  private static Accelerator parse(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "tcg" -> Accelerator.TCG;
      case "kvm" -> Accelerator.KVM;
      default ->
          throw new HostException(
              VARIABLE + " is '" + name + "': set it to tcg or kvm, or unset it to have KVM tried");
    };
  }

  /** Why KVM is out of the question without trying, if it is. */
  private Optional<String> obstacle(Isa isa) {
    if (!isa.isHost()) {
      return Optional.of("KVM cannot run " + isa + " on this host's CPU");
    }
    if (!Files.exists(device)) {
      return Optional.of("this host has no KVM (" + device + " is missing)");
    }
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      return Optional.of(device + " may not be used by " + System.getProperty("user.name"));
    }
    return Optional.empty();
  }

  private ProbedAccelerator boot(GuestImage image, Home home, Path logs) {
    try {
      Duration took = booter.boot(image, home, logs);
      return new ProbedAccelerator(
          Accelerator.KVM, "KVM booted a guest in " + took.toMillis() + " ms");
    } catch (GuestException.BootFailure e) {
      return new ProbedAccelerator(
          Accelerator.TCG, "KVM is there but boots no guest: " + e.reason());
    }
  }

  private static Duration bootWithKvm(GuestImage image, Home home, Path logs) {
    GuestConfig config = GuestConfig.of(image, Accelerator.KVM);
    try (Guest guest = Guest.start(config, logs, GuestHost.local(home), BUDGET)) {
      return guest.bootTime();
    }
  }
}
