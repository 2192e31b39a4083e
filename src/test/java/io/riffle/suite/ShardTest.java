package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16})
  void theShardsTogetherAreThePlan(int count) {
    SuitePlan plan = SuitePlan.standard(5);
    List<CellSpec> all = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      List<CellSpec> part = plan.toBuilder().shard(new Shard(i, count)).build().cells();
      assertThat(part).isNotEmpty().isSubsetOf(plan.cells());
      all.addAll(part);
    }

    assertThat(all).containsExactlyInAnyOrderElementsOf(plan.cells());
  }

  @Test
  void shardsCostAboutTheSame() {
    List<CellSpec> cells = Profile.NIGHTLY.plan(5).cells();
    double[] costs = new double[4];
    for (int i = 0; i < costs.length; i++) {
      costs[i] = new Shard(i + 1, costs.length).of(cells).stream().mapToDouble(Costs::of).sum();
    }

    double mean = (costs[0] + costs[1] + costs[2] + costs[3]) / costs.length;
    assertThat(DoubleStream.of(costs).boxed())
        .allSatisfy(cost -> assertThat(cost).isBetween(0.8 * mean, 1.2 * mean));
  }

  @Test
  void aPlanIsNotSplitFurtherThanItsGroups() {
    assertThatThrownBy(() -> new Shard(1, 19).of(SuitePlan.standard(5).cells()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shard 1/19 would be empty: the plan has only 18 groups");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/4", "5/4", "1/0", "2", "a/b", "1/2/3", "-1/2"})
  void noShard(String text) {
    assertThatThrownBy(() -> Shard.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give I/N with I from 1 to N");
  }
}
