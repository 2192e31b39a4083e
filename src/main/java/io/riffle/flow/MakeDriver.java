package io.riffle.flow;

import io.riffle.guest.Guest;
import io.riffle.host.HostException;
import io.riffle.host.Resources;
import io.riffle.host.Scratch;
import io.riffle.shell.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The script that drives one program's Makefile in a guest, and says what came of it. Not safe for
 * use by several threads.
 *
 * <pre>{@code
 * MakeDriver driver = MakeDriver.of(checkout, "cg");
 * guest.run(driver.line("shuffle SEED=42"), Duration.ofSeconds(20)).orThrow();
 * }</pre>
 */
public final class MakeDriver {
  private static final String SCRIPT = "flow/make-driver.sh";
  private static final String IN_GUEST = "/usr/local/lib/riffle-make-driver.sh";
  private static final Duration SMALL = Duration.ofSeconds(4);

  private final InstalledCheckout checkout;
  private final String name;
  private final String folder;
  private boolean sent;

  private MakeDriver(InstalledCheckout checkout, String name, String folder) {
    this.checkout = checkout;
    this.name = name;
    this.folder = folder;
  }

  /**
   * Of a program of the checkout's.
   *
   * @param name of the program's process; its folder is found by it
   */
  public static MakeDriver of(InstalledCheckout checkout, String name) {
    return new MakeDriver(checkout, name, checkout.folder(name));
  }

  /** The guest. */
  public Guest guest() {
    return checkout.guest();
  }

  /** The folder of the Makefile in the guest, where everything is run. */
  public String folder() {
    return folder;
  }

  /**
   * The shell line for a step of the script, which lies in the guest then.
   *
   * @param what the step, with what it takes or variables for make
   */
  public String line(String what) {
    send();
    return "bash %s %s %s %s %s %s"
        .formatted(
            IN_GUEST,
            InstalledCheckout.quoted(folder),
            name,
            guest().isa(),
            InstalledCheckout.quoted(checkout.root()),
            what);
  }

  /**
   * Runs a step of the script as a step of the flow.
   *
   * @param steps gets its trace
   * @param what the step, with what it takes or variables for make
   * @param limit how long it may take on hardware
   * @throws StepFailedException if it fails; what it says ends with what the guest may lack
   */
  public CommandResult run(StepRunner steps, Step step, String what, Duration limit) {
    try {
      return steps.run(step, line(what), Optional.empty(), limit);
    } catch (StepFailedException e) {
      throw e.with(checkout.hint());
    }
  }

  /** Whether the Makefile has a target of that name, and can make what it needs. */
  public boolean offers(String target) {
    return guest().run(line("offers " + target), SMALL).succeeded();
  }

  /** Whether the Makefile has a target of that name, even if what it needs is not there yet. */
  boolean has(String target) {
    return guest().run(line("has " + target), SMALL).succeeded();
  }

  /** A file of the folder. */
  String read(String file) {
    return guest()
        .run("cat " + InstalledCheckout.quoted(folder + "/" + file), SMALL)
        .orThrow()
        .output();
  }

  private void send() {
    if (sent) {
      return;
    }
    try (Scratch scratch = Scratch.create("make-driver")) {
      Path script = scratch.path().resolve("script");
      Files.writeString(script, Resources.text(SCRIPT));
      guest().send(script, IN_GUEST);
      sent = true;
    } catch (IOException e) {
      throw new HostException("cannot write a temporary file: " + e, e);
    }
  }
}
