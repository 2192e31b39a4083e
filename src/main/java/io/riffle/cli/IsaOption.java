package io.riffle.cli;

import io.riffle.isa.Isa;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that narrows a command to some of the ISAs. */
final class IsaOption {
  @Option(
      names = "--isa",
      split = ",",
      paramLabel = "ISA",
      converter = IsaConverter.class,
      description = "ISAs, all of them by default: ${COMPLETION-CANDIDATES}.",
      completionCandidates = IsaConverter.Names.class)
  private List<Isa> isas;

  /** Those that were named. */
  Optional<List<Isa>> named() {
    return Optional.ofNullable(isas);
  }

  /** Those that were named, or all. */
  List<Isa> orAll() {
    return named().orElse(List.of(Isa.values()));
  }
}
