package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.riffle.shuffle.decode.ControlFlow;
import io.riffle.shuffle.decode.DisplacementField;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import io.riffle.shuffle.decode.StackEffect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PositionGroupTest {
  @Test
  void countsNestedPositionsAsBruteForceDoes() {
    SplitMix64 random = new SplitMix64(1);
    for (int round = 0; round < 200; round++) {
      List<MovableUnit> units = new ArrayList<>();
      int size = 1 + random.nextInt(6);
      for (int unit = 0; unit < size; unit++) {
        // Reaching from the bottom up to a bound of its own: nested, as displacements are.
        long bound = unit + random.nextInt(size);
        units.add(unit(unit, place -> place <= bound));
      }
      List<PositionGroup> groups = PositionGroup.split(units);
      assertThat(groups).hasSize(1);
      assertThat(Math.pow(2, groups.get(0).bits())).isCloseTo(permutations(units), within(1e-6));
    }
  }

  @Test
  void drawsOnlyAdmissiblePermutationsWhateverTheSets() {
    SplitMix64 random = new SplitMix64(2);
    for (int round = 0; round < 200; round++) {
      List<MovableUnit> units = new ArrayList<>();
      int size = 1 + random.nextInt(8);
      for (int unit = 0; unit < size; unit++) {
        long mask = random.nextLong();
        units.add(unit(unit, place -> (mask >> place & 1) != 0));
      }
      List<PositionGroup> groups = PositionGroup.split(units);
      assertThat(groups.stream().flatMap(group -> group.units().stream()))
          .containsExactlyInAnyOrderElementsOf(units);
      for (PositionGroup group : groups) {
        int[] drawn = group.draw(random);
        assertThat(IntStream.of(drawn).distinct().count()).isEqualTo(drawn.length);
        for (int unit = 0; unit < drawn.length; unit++) {
          long place = group.units().get(drawn[unit]).start();
          assertThat(group.units().get(unit).canMoveTo(place)).isTrue();
        }
      }
    }
  }

  @Test
  void drawsEveryPermutationEquallyOften() {
    List<MovableUnit> units =
        List.of(
            unit(0, place -> place <= 1),
            unit(1, place -> place <= 2),
            unit(2, place -> true),
            unit(3, place -> true));
    PositionGroup group = PositionGroup.split(units).get(0);
    int expected = (int) permutations(units);
    Map<List<Integer>, Integer> seen = new HashMap<>();
    SplitMix64 random = new SplitMix64(3);
    int draws = 8000;
    for (int draw = 0; draw < draws; draw++) {
      seen.merge(IntStream.of(group.draw(random)).boxed().toList(), 1, Integer::sum);
    }
    assertThat(seen).hasSize(expected);
    double each = (double) draws / expected;
    double chiSquare =
        seen.values().stream().mapToDouble(n -> (n - each) * (n - each) / each).sum();
    // 7 degrees of freedom: beyond 30 once in ten thousand, and the seed is fixed.
    assertThat(expected).isEqualTo(8);
    assertThat(chiSquare).isLessThan(30);
  }

  private static long permutations(List<MovableUnit> units) {
    return permutations(units, 0, 0);
  }

  private static long permutations(List<MovableUnit> units, int unit, int taken) {
    return unit == units.size()
        ? 1
        : LongStream.range(0, units.size())
            .filter(at -> (taken >> at & 1) == 0 && units.get(unit).canMoveTo(at))
            .map(at -> permutations(units, unit + 1, taken | 1 << at))
            .sum();
  }

  /** A unit at a place that one reference reaches, whose displacement is the place. */
  private static MovableUnit unit(long place, LongPredicate admissible) {
    DisplacementField field =
        new DisplacementField() {
          @Override
          public boolean canHold(long displacement) {
            return admissible.test(displacement);
          }

          @Override
          public byte[] patch(byte[] instruction, long displacement) {
            throw new UnsupportedOperationException();
          }
        };
    Instruction instruction =
        new Instruction(
            0,
            4,
            true,
            List.of(new MemoryOperand(7, Instruction.NO_REGISTER, place, 1, 1, false, field)),
            Optional.empty(),
            new StackEffect.None(),
            new ControlFlow.Next(),
            0,
            0);
    FrameReference reference = new FrameReference(instruction, new byte[4], 0, place);
    return new MovableUnit(List.of((int) place), place, 1, 1, List.of(reference), List.of(), 0);
  }
}
