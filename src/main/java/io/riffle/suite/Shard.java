package io.riffle.suite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of several parts of a plan, which machines run without knowing of each other.
 *
 * @param index which, from 1
 * @param count of how many
 */
public record Shard(int index, int count) {
  /** The whole. */
  public static final Shard WHOLE = new Shard(1, 1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no such part
   */
  public Shard {
    if (count < 1 || index < 1 || index > count) {
      throw new IllegalArgumentException(
          "no shard " + index + "/" + count + ": give I/N with I from 1 to N");
    }
  }

  /**
   * The shard that a user writes as {@code 2/4}.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Shard parse(String text) {
    if (!text.matches("\\d{1,6}/\\d{1,6}")) {
      throw new IllegalArgumentException("no shard '" + text + "': give I/N with I from 1 to N");
    }
    String[] parts = text.split("/");
    return new Shard(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /**
   * The cells of this part, in their order. The cells of one workload and ISA stay together, since
   * they share an undisturbed run; the dearest go first to whoever has least.
   *
   * @throws IllegalArgumentException if there are more shards than the plan can be split into
   */
  public List<CellSpec> of(List<CellSpec> cells) {
    Map<String, List<CellSpec>> groups = new LinkedHashMap<>();
    for (CellSpec spec : cells) {
      groups
          .computeIfAbsent(spec.workload() + " " + spec.isa(), key -> new ArrayList<>())
          .add(spec);
    }
    if (count > groups.size()) {
      throw new IllegalArgumentException(
          "shard "
              + this
              + " would be empty: the plan has only "
              + groups.size()
              + " groups of cells (workload and ISA), so give --shard I/N with N up to that");
    }
    List<List<CellSpec>> dearestFirst =
        groups.values().stream()
            .sorted(Comparator.comparingDouble(Shard::cost).reversed())
            .toList();
    double[] load = new double[count];
    List<CellSpec> mine = new ArrayList<>();
    for (List<CellSpec> group : dearestFirst) {
      int least = 0;
      for (int i = 1; i < count; i++) {
        least = load[i] < load[least] ? i : least;
      }
      load[least] += cost(group);
      if (least == index - 1) {
        mine.addAll(group);
      }
    }
    return cells.stream().filter(mine::contains).toList();
  }

  private static double cost(List<CellSpec> group) {
    return group.stream().mapToDouble(Costs::of).sum();
  }

  @Override
  public String toString() {
    return index + "/" + count;
  }
}
