package io.riffle.assertions;

import io.riffle.guest.Guest;
import io.riffle.guest.GuestException;
import io.riffle.isa.Isa;
import io.riffle.shell.CommandResult;
import java.time.Duration;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a guest. Messages name its ISA and the folder with its logs.
 *
 * <pre>{@code
 * assertThat(guest).isAlive().answers().hasFile("/root/ep/ep").runsNo("ep");
 * }</pre>
 */
public final class GuestAssert extends AbstractAssert<GuestAssert, Guest> {
  private static final Duration SMALL = Duration.ofSeconds(1);

  GuestAssert(Guest guest) {
    super(guest, GuestAssert.class);
  }

  /** Its QEMU runs. */
  public GuestAssert isAlive() {
    isNotNull();
    if (!actual.isAlive()) {
      fail("to be alive, but its QEMU has ended");
    }
    return this;
  }

  /** It runs a command now. */
  public GuestAssert answers() {
    isNotNull();
    try {
      actual.run("true", SMALL).orThrow();
    } catch (GuestException.Lost e) {
      fail("to answer, but " + e.getMessage());
    }
    return this;
  }

  /** It is of the ISA. */
  public GuestAssert isOf(Isa isa) {
    isNotNull();
    if (actual.isa() != isa) {
      fail("to be of " + isa);
    }
    return this;
  }

  /** It has a file, folder or whatever of that path. */
  public GuestAssert hasFile(String path) {
    isNotNull();
    CommandResult result = actual.run("ls -ld -- " + quote(path), SMALL);
    if (!result.succeeded()) {
      fail("to have the file " + path + ", but " + result.errors().strip());
    }
    return this;
  }

  /** It has nothing of that path. */
  public GuestAssert hasNoFile(String path) {
    isNotNull();
    CommandResult result = actual.run("ls -ld -- " + quote(path), SMALL);
    if (result.succeeded()) {
      fail("to have no file " + path + ", but there is " + result.output().strip());
    }
    return this;
  }

  /** No process of that name runs in it; the kernel knows the first 15 bytes of a name. */
  public GuestAssert runsNo(String processName) {
    isNotNull();
    CommandResult result =
        actual.run("ps -o pid=,stat=,args= -C " + quote(processName) + "; true", SMALL).orThrow();
    if (!result.output().isBlank()) {
      fail("to run no " + processName + ", but there is\n" + result.output().stripTrailing());
    }
    return this;
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private void fail(String expectation) {
    failWithMessage(
        "%s",
        "Expected the %s guest\n%s\nits logs: %s"
            .formatted(actual.isa(), expectation, actual.artefacts()));
  }
}
