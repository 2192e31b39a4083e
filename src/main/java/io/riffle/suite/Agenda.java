package io.riffle.suite;

import io.riffle.isa.Isa;
import io.riffle.workload.Workload;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Which cell is run next by whom. Cells of one workload and ISA are a group: its first cell, the
 * lowest rung, is run before the others, which are compared with it. A worker stays with its group,
 * whose program is installed in its guest; then it begins the dearest group that nobody has begun,
 * and when there is none it helps with the dearest of the others. Longest first keeps the end
 * short, and helping keeps all workers busy until there is less than a cell each. Safe for use by
 * several threads.
 */
final class Agenda {
  private final Map<Key, Group> groups = new LinkedHashMap<>();
  private final ToDoubleFunction<CellSpec> cost;

  private record Key(Workload workload, Isa isa) {
    static Key of(CellSpec spec) {
      return new Key(spec.workload(), spec.isa());
    }
  }

  /** The cells of one workload and ISA that are left. */
  private static final class Group {
    private final Deque<CellSpec> left = new ArrayDeque<>();
    private double cost;
    private boolean begun;
    private boolean open;

    boolean ready() {
      return !left.isEmpty() && (open || !begun);
    }
  }

  /**
   * An agenda.
   *
   * @param cells those of a group from the lowest rung up
   * @param cost about how long each takes, in any unit
   */
  Agenda(List<CellSpec> cells, ToDoubleFunction<CellSpec> cost) {
    this.cost = cost;
    for (CellSpec spec : cells) {
      Group group = groups.computeIfAbsent(Key.of(spec), key -> new Group());
      group.left.add(spec);
      group.cost += cost.applyAsDouble(spec);
    }
  }

  /**
   * The next cell for a worker, which waits while all that are left wait for others; empty if none
   * is left.
   *
   * @param last the cell that the worker ran before, if any
   */
  synchronized Optional<CellSpec> take(Optional<CellSpec> last) throws InterruptedException {
    for (; ; ) {
      Optional<Group> group =
          last.map(spec -> groups.get(Key.of(spec)))
              .filter(Group::ready)
              .or(() -> dearest(groups.values().stream().filter(each -> !each.begun)))
              .or(() -> dearest(groups.values().stream()));
      if (group.isPresent()) {
        return Optional.of(take(group.get()));
      }
      if (groups.values().stream().allMatch(each -> each.left.isEmpty())) {
        return Optional.empty();
      }
      wait();
    }
  }

  private static Optional<Group> dearest(Stream<Group> among) {
    return among.filter(Group::ready).max(Comparator.comparingDouble(group -> group.cost));
  }

  private CellSpec take(Group group) {
    CellSpec spec = group.left.remove();
    group.cost -= cost.applyAsDouble(spec);
    group.begun = true;
    return spec;
  }

  /** Says that a cell has ended, however it did. */
  synchronized void ended(CellSpec spec) {
    groups.get(Key.of(spec)).open = true;
    notifyAll();
  }
}
