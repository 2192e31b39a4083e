package io.riffle.cli;

import io.riffle.shuffle.InspectedFrame;
import io.riffle.shuffle.InspectedObject;
import io.riffle.shuffle.Inspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the stacks of a dumped program as a shuffle sees them. */
@Command(
    name = "inspect",
    description = "Shows threads, frames and frame objects of a dumped program; changes nothing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Offsets are those of an object's lowest byte from the CFA; 'was' is where the compiler had",
      "put it, if shuffles have moved it since. Values are bytes, the lowest address first.",
      "",
      "Examples:",
      "  riffle inspect images/ ep",
      "  riffle inspect images/ ep --json"
    })
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "IMAGE_DIR", description = "What 'criu dump -D' wrote.")
  private Path images;

  @Parameters(index = "1", paramLabel = "BINARY", description = "The binary that was running.")
  private Path binary;

  @Mixin private RootOption root;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Inspection inspection =
        PairFiles.look(
            spec,
            binary,
            "IMAGE_DIR",
            Optional.of(images),
            root.path(spec),
            (elf, image, libraries) -> Inspection.of(image.orElseThrow(), elf, libraries));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.of(inspection));
    } else {
      inspection.threads().forEach(thread -> print(thread, out));
    }
    return ExitCode.OK;
  }

  private static void print(Inspection.InspectedThread thread, PrintWriter out) {
    out.printf("process %d, thread %d at 0x%x%n", thread.pid(), thread.tid(), thread.pc());
    int number = 0;
    for (InspectedFrame frame : thread.frames()) {
      out.printf(
          "  #%d %s+0x%x  pc 0x%x  cfa 0x%x%s%s%n",
          number++,
          frame.function().isEmpty() ? "?" : frame.function(),
          frame.offset(),
          frame.pc(),
          frame.cfa(),
          frame.signalFrame() ? "  signal frame" : "",
          frame.hasLayout() ? "" : "  no layout data");
      frame.objects().forEach(object -> out.println(line(object)));
    }
  }

  private static String line(InspectedObject object) {
    return String.format(
            Locale.ROOT,
            "       %6d %-10s %-10s %4d bytes  %-34s %s",
            object.cfaOffset(),
            object.moved() ? "was " + object.compiledOffset() : "",
            object.kind(),
            object.size(),
            object.value().orElse("not on this stack"),
            String.join(", ", object.names()))
        .stripTrailing();
  }
}
