package io.riffle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.workload.MigrationPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointFinderTest {
  @Test
  void takesTheFunctionEnteredMostOftenWithFramesBelow() {
    assertThat(
            PointFinder.find(
                List.of(
                    evenly("step", 60, "main"),
                    evenly("solve", 180, "step"),
                    evenly("norm", 30, "step"))))
        .contains(new MigrationPoint("solve", 109));
  }

  @Test
  void prefersFramesBelowToManyEntries() {
    assertThat(
            PointFinder.find(
                List.of(
                    evenly("fill", 500, "main"), evenly("a", 10, "main"), evenly("b", 10, "a"))))
        .contains(new MigrationPoint("b", 7));
  }

  @Test
  void leavesSetUpAndWarmUpAlone() {
    FunctionProfile early =
        profile("set_up", "main", 400, 400, 400, 400, 400, 400, 400, 400, 400, 400);
    FunctionProfile late = profile("verify", "main", 0, 0, 0, 0, 0, 0, 0, 0, 0, 9);

    assertThat(PointFinder.find(List.of(early))).isEmpty();
    assertThat(PointFinder.find(List.of(early, late))).contains(new MigrationPoint("verify", 6));
    assertThat(PointFinder.find(List.of(early, late, evenly("rank", 11, "main"))))
        .contains(new MigrationPoint("rank", 7));
  }

  @Test
  void leavesFunctionsAloneThatAreNotCalledFromMain() {
    assertThat(PointFinder.find(List.of(evenly("compare", 100, "qsort")))).isEmpty();
  }

  @Test
  void readsWhatTheMonitorSays() {
    assertThat(
            Profiler.parse(
                "{\"function\":\"rank\",\"entries\":3,\"all\":true,\"callers\":[\"main\"],"
                    + "\"entriesByTenth\":[0,0,1,1,1,2,2,2,2,3]}"))
        .isEqualTo(profile("rank", "main", 0, 0, 1, 1, 1, 2, 2, 2, 2, 3));
  }

  private static FunctionProfile evenly(String function, long entries, String caller) {
    long[] byTenth = new long[10];
    for (int tenth = 0; tenth < 10; tenth++) {
      byTenth[tenth] = entries * (tenth + 1) / 10;
    }
    return profile(function, caller, byTenth);
  }

  private static FunctionProfile profile(String function, String caller, long... byTenth) {
    List<Long> counts = java.util.Arrays.stream(byTenth).boxed().toList();
    return new FunctionProfile(function, byTenth[9], true, List.of(caller), counts);
  }
}
