package org.example;

import static io.riffle.assertions.RiffleAssertions.assertThat;

import io.riffle.flow.Completed;
import io.riffle.flow.Flow;
import io.riffle.flow.StopPoint;
import io.riffle.junit.FlowOf;
import io.riffle.junit.GuestTest;
import io.riffle.shuffle.ShuffleOptions;

class CounterTest {
  @GuestTest
  void survivesAShuffle(@FlowOf(source = "src/test/c/counter.c") Flow flow) {
    Completed undisturbed = flow.run();

    flow.spawn(StopPoint.parse("step:50"));
    flow.dump();
    flow.shuffle(ShuffleOptions.seeded(42));
    flow.restore();

    assertThat(flow.complete()).endedWell().hasSameOutputAs(undisturbed).leftNoProcess();
  }
}
