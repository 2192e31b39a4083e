package io.riffle.suite;

import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.workload.Optimisation;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads cells back from their stable names. */
public final class CellNames {
  private static final String FORM =
      "a cell is WORKLOAD.CLASS[.LEVEL]/ISA/RUNG[/STOP[+STOP...]][/seed-N], such as"
          + " ep.S/aarch64/shuffle/slice_sum:252/seed-42";

  /** Not the plus of an instruction's place, {@code f+0x1c}. */
  private static final String BETWEEN_STOPS = "\\+(?!0x)";

  private CellNames() {}

  /**
   * The cell of that name.
   *
   * @throws IllegalArgumentException if there is none; the message says what is wrong
   */
  public static CellSpec parse(String name) {
    return parse(name, Optional.empty());
  }

  /**
   * The cell of that name, of workloads of a tree.
   *
   * @param tree the tree; empty for Riffle's own kernels
   * @throws IllegalArgumentException if there is none; the message says what is wrong
   */
  public static CellSpec parse(String name, Optional<Path> tree) {
    List<String> words = new ArrayList<>(List.of(name.split("/", -1)));
    if (words.size() < 3) {
      throw new IllegalArgumentException("no cell is named '" + name + "': " + FORM);
    }
    Workload workload = workload(words.get(0), tree);
    Isa isa = find("ISA", words.get(1), Isa.values(), Isa::displayName);
    Rung rung = find("rung", words.get(2), Rung.values(), Rung::label);
    int rounds = CellSpec.rounds(rung);
    List<CellStop> stops =
        rounds == 0 || words.size() < 4
            ? List.of()
            : Stream.of(words.get(3).split(BETWEEN_STOPS)).map(CellStop::parse).toList();
    CellSpec spec =
        new CellSpec(workload, isa, rung, stops, seed(words.get(words.size() - 1)).orElse(0L));
    if (!spec.name().equals(name)) {
      throw new IllegalArgumentException(
          "no cell is named '" + name + "', though one is '" + spec.name() + "': " + FORM);
    }
    return spec;
  }

  private static Workload workload(String id, Optional<Path> tree) {
    String[] parts = id.split("\\.", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException("no workload is named '" + id + "': " + FORM);
    }
    Workload workload = Workloads.find(parts[0], parts[1], tree);
    return parts.length == 2
        ? workload
        : workload.with(
            Optimisation.parse(parts[2])
                .orElseThrow(
                    () -> new IllegalArgumentException("no workload is named '" + id + "'")));
  }

  private static Optional<Long> seed(String word) {
    return word.matches("seed--?\\d{1,19}")
        ? Optional.of(Long.parseLong(word.substring("seed-".length())))
        : Optional.empty();
  }

  private static <T> T find(String what, String name, T[] all, Function<T, String> naming) {
    Predicate<T> named = each -> naming.apply(each).equals(name);
    return Arrays.stream(all)
        .filter(named)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown "
                        + what
                        + " '"
                        + name
                        + "': use one of "
                        + String.join(", ", Arrays.stream(all).map(naming).toList())));
  }
}
