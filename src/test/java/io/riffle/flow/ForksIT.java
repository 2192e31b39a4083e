package io.riffle.flow;

import static io.riffle.assertions.RiffleAssertions.assertThat;

import io.riffle.junit.FlowOf;
import io.riffle.junit.GuestTest;
import io.riffle.shuffle.ShuffleOptions;

/** A program whose threads fork around the very function at which it is stopped. */
class ForksIT {
  @GuestTest
  void itsChildrenEnterThatFunctionAndLive(
      @FlowOf(source = "src/test/resources/io/riffle/flow/forks.c") Flow flow) {
    Completed undisturbed = flow.run();

    flow.spawn(StopPoint.parse("work:5"));
    flow.dump();
    flow.shuffle(ShuffleOptions.seeded(9));
    flow.restore();
    for (int entry = 1; entry <= 20; entry++) {
      flow.advance(StopPoint.parse("work:" + (1 + entry % 4)));
    }

    assertThat(undisturbed.output()).isEqualTo("failures 0\n");
    assertThat(flow.complete()).endedWell().hasSameOutputAs(undisturbed);
  }
}
