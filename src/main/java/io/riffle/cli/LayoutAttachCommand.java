package io.riffle.cli;

import io.riffle.elf.ElfFormatException;
import io.riffle.elf.dwarf.DwarfFormatException;
import io.riffle.shuffle.layout.ExtractedLayout;
import io.riffle.shuffle.layout.FunctionLayout;
import io.riffle.shuffle.layout.LayoutFormatException;
import io.riffle.workload.LayoutAttacher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the layout of a linked binary from the compiler's remarks and puts it into the binary. */
@Command(
    name = "attach",
    description = {
      "Puts the frame layout into a binary that was just linked, so that it can be shuffled.",
      "Compile with clang 16 or later and -g -fsave-optimization-record",
      "-foptimization-record-passes=stack-frame-layout -Rpass-analysis=stack-frame-layout,",
      "link with --build-id. So that also what has its address taken can move while its function"
          + " is",
      "not live, add -mllvm -print-before=prologepilog -mllvm -print-after=prologepilog, on"
          + " aarch64",
      "also the same two of localstackalloc, and keep what goes to stderr beside NAME.opt.yaml as",
      "NAME.opt.mir. The debug information is taken out, since shuffles make it wrong."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  riffle layout attach server *.opt.yaml",
      "  riffle layout attach server build/ --output server.shufflable"
    })
final class LayoutAttachCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BINARY", description = "The binary as linked.")
  private Path binary;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "REMARKS",
      description = "clang's optimisation records, or folders with such *.yaml files.")
  private List<Path> remarks;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the finished binary goes; without it, it takes BINARY's place.")
  private Path output;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(binary)) {
      throw usage("BINARY '" + binary + "' is no file: give the binary that was linked");
    }
    Path target = output == null ? binary : output;
    // The old file stays whole until the new one is.
    Path aside = target.toAbsolutePath().resolveSibling(target.getFileName() + ".riffle-new");
    ExtractedLayout extracted;
    try {
      extracted = LayoutAttacher.attach(binary, remarkFiles(), aside);
      Files.move(
          aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (DwarfFormatException | ElfFormatException | LayoutFormatException e) {
      throw new RefusedException(e);
    } finally {
      Files.deleteIfExists(aside);
    }
    List<FunctionLayout> functions = extracted.layout().functions();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "%s: %d functions with %d frame objects, for build-id %s"
            .formatted(
                target,
                functions.size(),
                functions.stream().mapToInt(each -> each.objects().size()).sum(),
                extracted.layout().buildId()));
    report(extracted, out);
    return ExitCode.OK;
  }

  private static void report(ExtractedLayout extracted, PrintWriter out) {
    if (!extracted.leftOut().isEmpty()) {
      out.println("left out, never to be shuffled: " + extracted.omissions());
    }
    if (extracted.unmatched() > 0) {
      out.println(
          "%d of %d remarks are of no function of it"
              .formatted(extracted.unmatched(), extracted.remarks()));
    }
  }

  private List<Path> remarkFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path remark : remarks) {
      if (Files.isDirectory(remark)) {
        try (Stream<Path> below = Files.walk(remark)) {
          below.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(files::add);
        }
      } else if (Files.isRegularFile(remark)) {
        files.add(remark);
      } else {
        throw usage("REMARKS '" + remark + "' is neither file nor folder");
      }
    }
    if (files.isEmpty()) {
      throw usage("no *.yaml in " + remarks + ": give clang's optimisation records");
    }
    return files;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
