package io.riffle.assertions;

import io.riffle.flow.Completed;
import io.riffle.guest.Guest;
import io.riffle.shell.CommandResult;
import org.assertj.core.api.Assertions;

/**
 * The entry to all assertions: Riffle's, and AssertJ's by inheritance, so that one import does.
 *
 * <pre>{@code
 * import static io.riffle.assertions.RiffleAssertions.assertThat;
 *
 * assertThat(run).endedWell().hasSameOutputAs(reference);
 * assertThat(list).isEmpty();
 * }</pre>
 */
public class RiffleAssertions extends Assertions {
  /** Only for heirs that add assertions of their own. */
  protected RiffleAssertions() {}

  /** Assertions on a run of a program. */
  public static CompletedAssert assertThat(Completed run) {
    return new CompletedAssert(run);
  }

  /** Assertions on a command that ran in a guest. */
  public static CommandResultAssert assertThat(CommandResult result) {
    return new CommandResultAssert(result);
  }

  /** Assertions on a guest. */
  public static GuestAssert assertThat(Guest guest) {
    return new GuestAssert(guest);
  }
}
