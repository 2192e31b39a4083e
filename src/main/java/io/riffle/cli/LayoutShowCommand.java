package io.riffle.cli;

import io.riffle.elf.ElfFile;
import io.riffle.elf.ElfFormatException;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FunctionLayout;
import io.riffle.shuffle.layout.Layout;
import io.riffle.shuffle.layout.LayoutFormatException;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.LocalByteStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the layout that a binary carries. */
@Command(
    name = "show",
    description = "Shows which frame objects a binary's functions have, and where.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Offsets are those of an object's lowest byte from the CFA. 'was' is where the compiler had",
      "put it, if shuffles have moved it since.",
      "",
      "Examples:",
      "  riffle layout show server",
      "  riffle layout show server --function main --json"
    })
final class LayoutShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BINARY", description = "A binary with a layout.")
  private Path binary;

  @Option(names = "--function", paramLabel = "NAME", description = "Only this function.")
  private String function;

  @Option(names = "--json", description = "Print the layout as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(binary)) {
      throw new ParameterException(
          spec.commandLine(), "BINARY '" + binary + "' is no file: give a binary with a layout");
    }
    Layout layout = filtered(read());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.of(layout));
    } else {
      print(layout, out);
    }
    return ExitCode.OK;
  }

  private Layout read() throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      return LayoutSection.read(ElfFile.read(store))
          .orElseThrow(
              () ->
                  new LayoutFormatException(
                      binary
                          + " has no section "
                          + LayoutSection.NAME
                          + ": 'riffle layout attach' makes one"));
    } catch (ElfFormatException | LayoutFormatException | EOFException e) {
      throw new RefusedException(e);
    }
  }

  private Layout filtered(Layout layout) {
    if (function == null) {
      return layout;
    }
    var named = layout.functions().stream().filter(each -> each.name().equals(function)).toList();
    if (named.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--function '" + function + "' is not in the layout of " + binary);
    }
    return new Layout(layout.isa(), layout.buildId(), layout.codeChecksum(), named);
  }

  private static void print(Layout layout, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s, build-id %s, code %08x, %d functions%n",
        layout.isa(),
        layout.buildId(),
        layout.codeChecksum(),
        layout.functions().size());
    for (FunctionLayout each : layout.functions()) {
      out.printf(
          Locale.ROOT,
          "%n%s at 0x%x, %d bytes%s%n",
          each.name(),
          each.address(),
          each.size(),
          each.realigned() ? ", frame realigned" : "");
      each.objects().forEach(object -> out.println(line(object)));
    }
  }

  private static String line(FrameObject object) {
    return String.format(
            Locale.ROOT,
            "  %6d %-12s size %-5d align %-3d %s %s %s",
            object.cfaOffset(),
            object.cfaOffset() == object.compiledOffset() ? "" : "was " + object.compiledOffset(),
            object.size(),
            object.alignment(),
            object.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            object.scalar() ? "scalar" : "",
            String.join(", ", object.names()))
        .stripTrailing();
  }
}
