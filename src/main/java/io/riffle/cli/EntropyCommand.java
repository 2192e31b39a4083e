package io.riffle.cli;

import io.riffle.shuffle.Entropy;
import io.riffle.shuffle.FunctionEntropy;
import io.riffle.shuffle.PinReason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how much a shuffle can change in a program. */
@Command(
    name = "entropy",
    description = "Tells how much a shuffle can change in a program; changes nothing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "bits: binary logarithm of the number of admissible permutations. bits/slot: binary",
      "logarithm of how many places an object may take, averaged over a function's objects and",
      "then over functions (Chameleon's measure); 'framed' leaves out functions without objects.",
      "",
      "Examples:",
      "  riffle entropy ep",
      "  riffle entropy ep --image images/    what is live on the stacks of a dump apart"
    })
final class EntropyCommand implements Callable<Integer> {
  private static final String ROW = "%-28s %8s %8s %10s %10s %6s  %s%n";

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BINARY", description = "A binary with a layout.")
  private Path binary;

  @Option(names = "--image", paramLabel = "DIR", description = "A dump of it: what is live.")
  private Path images;

  @Mixin private RootOption root;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (images == null) {
      root.refuse(spec, "without a dump: add --image DIR, or drop it");
    }
    Entropy entropy =
        PairFiles.look(
            spec, binary, "--image", Optional.ofNullable(images), root.path(spec), Entropy::of);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.of(entropy));
    } else {
      print(entropy, out);
    }
    return ExitCode.OK;
  }

  private void print(Entropy entropy, PrintWriter out) {
    row(out, "function", "objects", "movable", "bits", "bits/slot", "live", "pinned");
    for (FunctionEntropy function : entropy.functions()) {
      if (function.objects() > 0 || function.liveFrames() > 0) {
        row(
            out,
            function.name(),
            function.objects(),
            function.movable(),
            number(function.bits()),
            number(function.slotBits()),
            function.liveFrames(),
            pinned(function.pinned()));
      }
    }
    if (images != null) {
      total(out, "live", entropy.live());
      total(out, "not live", entropy.notLive());
    }
    total(out, "all", entropy.total());
    out.println("pinned: " + pinned(entropy.pinned()));
  }

  private static void total(PrintWriter out, String name, Entropy.Totals totals) {
    row(
        out,
        name + " (" + totals.functions() + " functions)",
        totals.objects(),
        totals.movable(),
        number(totals.bits()),
        number(totals.slotBits()),
        "",
        totals.framed() + " framed: " + number(totals.framedSlotBits()) + " bits/slot");
  }

  private static void row(PrintWriter out, Object... cells) {
    out.print(String.format(Locale.ROOT, ROW, cells).stripTrailing() + System.lineSeparator());
  }

  private static String number(double bits) {
    return String.format(Locale.ROOT, "%.2f", bits);
  }

  private static String pinned(Map<PinReason, Integer> pinned) {
    return pinned.entrySet().stream()
        .map(entry -> entry.getKey().phrase() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
