package io.riffle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.workload.MigrationPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PointFinderTest {
  @Test
  void takesTheFunctionEnteredMostOftenWithFramesBelow() {
    assertThat(
            find(
                List.of(
                    evenly("step", 60, "main"),
                    evenly("solve", 180, "step"),
                    evenly("norm", 30, "step"))))
        .contains(new MigrationPoint("solve", 109));
  }

  @Test
  void prefersFramesBelowToManyEntries() {
    assertThat(
            find(
                List.of(
                    evenly("fill", 500, "main"), evenly("a", 10, "main"), evenly("b", 10, "a"))))
        .contains(new MigrationPoint("b", 7));
  }

  @Test
  void leavesSetUpAndWarmUpAlone() {
    FunctionProfile early =
        profile("set_up", "main", 400, 400, 400, 400, 400, 400, 400, 400, 400, 400);
    FunctionProfile late = profile("verify", "main", 0, 0, 0, 0, 0, 0, 0, 0, 0, 9);

    assertThat(find(List.of(early))).isEmpty();
    assertThat(find(List.of(early, late))).contains(new MigrationPoint("verify", 6));
    assertThat(find(List.of(early, late, evenly("rank", 11, "main"))))
        .contains(new MigrationPoint("rank", 7));
  }

  @Test
  void takesNoWarmUpForTheWorkWhereMakingTheDataTakesMostOfTheTime() {
    FunctionProfile rank = profile("rank", "main", 0, 0, 0, 0, 0, 0, 0, 0, 3, 11);

    assertThat(find(List.of(rank))).contains(new MigrationPoint("rank", 7));
  }

  @Test
  void leavesFunctionsAloneThatAreNotCalledFromMain() {
    assertThat(find(List.of(evenly("compare", 100, "qsort")))).isEmpty();
  }

  @Test
  void seesCallsThroughBusyFunctions() {
    FunctionProfile inner = evenly("inner", 50, "busy");

    assertThat(
            PointFinder.find(List.of(evenly("busy", 600, "main"), inner), List.of(inner))
                .map(FoundPlace::point))
        .contains(new MigrationPoint("inner", 31));
  }

  @Test
  void takesABusyFunctionThatIsEnteredToTheEnd() {
    FunctionProfile set = evenly("set_up", 600, "main");
    FunctionProfile step = evenly("step", 600, "main");
    FunctionProfile leaf = evenly("leaf", 600, "step");
    FunctionProfile late = evenly("late", 600, "step");
    List<FunctionProfile> all = List.of(set, step, leaf, late);

    assertThat(PointFinder.findLate(all, List.of(step, leaf), List.of(late, step, leaf)))
        .contains(FoundPlace.parse("60%+leaf:1"));
    assertThat(PointFinder.findLate(all, List.of(step), List.of(leaf, step)))
        .contains(FoundPlace.parse("60%+step:1"));
    assertThat(PointFinder.findLate(all, List.of(leaf), List.of(step))).isEmpty();
  }

  @Test
  void readsPlacesBack() {
    assertThat(FoundPlace.parse("60%+leaf:1"))
        .isEqualTo(new FoundPlace(new MigrationPoint("leaf", 1), 60))
        .hasToString("60%+leaf:1");
    assertThat(FoundPlace.parse("solve:109")).hasToString("solve:109");
  }

  @Test
  void readsWhatTheMonitorSays() {
    assertThat(
            Profiler.parse(
                "{\"function\":\"rank\",\"entries\":3,\"all\":true,\"callers\":[\"main\"],"
                    + "\"entriesByTenth\":[0,0,1,1,1,2,2,2,2,3]}\n{\"cpuMillis\":1022}\n"))
        .isEqualTo(
            new RunProfile(
                List.of(profile("rank", "main", 0, 0, 1, 1, 1, 2, 2, 2, 2, 3)),
                Duration.ofMillis(1022)));
  }

  private static Optional<MigrationPoint> find(List<FunctionProfile> profiles) {
    return PointFinder.find(profiles, profiles).map(FoundPlace::point);
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
