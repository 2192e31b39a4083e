package io.riffle.flow;

import static io.riffle.assertions.RiffleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.junit.FlowOf;
import io.riffle.junit.GuestTest;
import io.riffle.shuffle.ShuffleOptions;

/** The flow of a program that does not come to its stop. */
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
}
