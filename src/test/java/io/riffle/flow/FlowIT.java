package io.riffle.flow;

import static io.riffle.assertions.RiffleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.guest.Guest;
import io.riffle.junit.FlowOf;
import io.riffle.junit.GuestTest;
import io.riffle.shuffle.ShuffleOptions;
import java.time.Duration;

/** The flow of a program that does not come to its stop, or to its end. */
class FlowIT {
  private static final String ECHO = "src/test/resources/io/riffle/junit/echo.c";

  @GuestTest
  void tellsHowAProgramEndedThatNeverCameToItsStop(
      @FlowOf(
              source = ECHO,
              arguments = {"one", "two"})
          Flow flow) {
    Completed undisturbed = flow.run();

    assertThatThrownBy(() -> flow.spawn(StopPoint.parse("say:3")))
        .isInstanceOfSatisfying(
            StepFailedException.class, e -> assertThat(e.endedBeforeStop()).isTrue());
    Completed ended = flow.complete();

    assertThat(ended).endedWell();
    assertThat(ended.output()).isEqualTo(undisturbed.output()).isEqualTo("one\ntwo\n");
    assertThatThrownBy(flow::dump)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no process is suspended: spawn one first");

    flow.spawn(StopPoint.parse("say:2"));
    flow.dump();
    flow.shuffle(ShuffleOptions.seeded(7));
    flow.restore();
    assertThat(flow.complete().output()).isEqualTo(undisturbed.output());
  }

  @GuestTest
  void tellsWhereAProgramIsThatDoesNotEnd(
      @FlowOf(
              source = "src/test/resources/io/riffle/flow/endless_long_named.c",
              longestRunSeconds = 1)
          Flow flow,
      Guest guest) {
    String late = " within " + guest.budget(Duration.ofSeconds(1)).toSeconds() + " s";

    assertThatThrownBy(flow::run)
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("run failed: no end" + late + "; it is pid ")
        .hasMessageMatching("(?s).* (step|main)\\+\\d+.*");
    flow.cleanUp();
    assertThat(running(guest)).isEmpty();

    assertThatThrownBy(() -> flow.spawn(StopPoint.parse("never:1")))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("spawn failed: no stop" + late + "\n")
        .hasMessageContaining("after 0 entries of 'never'");

    flow.spawn(StopPoint.parse("step:5"));
    flow.dump();
    flow.restore();
    assertThatThrownBy(() -> flow.advance(StopPoint.parse("never:1")))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("advance failed: no stop" + late + "; it is pid ");
    assertThatThrownBy(flow::complete)
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("complete failed: no end" + late + "; it is pid ");
    flow.cleanUp();
    assertThat(running(guest)).isEmpty();
  }

  private static String running(Guest guest) {
    return guest.run("pgrep endless", Duration.ofSeconds(4)).output();
  }
}
