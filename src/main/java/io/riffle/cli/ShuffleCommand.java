package io.riffle.cli;

import io.riffle.criu.CriuFormatException;
import io.riffle.criu.ImageDirectory;
import io.riffle.criu.MissingPageException;
import io.riffle.elf.ElfFile;
import io.riffle.elf.ElfFormatException;
import io.riffle.shuffle.ShuffleException;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.shuffle.Shuffler;
import io.riffle.shuffle.layout.LayoutFormatException;
import io.riffle.shuffle.unwind.UnwindException;
import io.riffle.storage.LocalByteStore;
import io.riffle.storage.LocalDirectory;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shuffles a dumped program whose images and binary lie on this machine. */
@Command(
    name = "shuffle",
    description = {
      "Permutes the stack slots of a dumped program and rewrites its code to match.",
      "Both the images and the binary are changed in place, after everything was checked;",
      "whatever is refused is left as it was."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  riffle shuffle images/ ep --seed 42",
      "  riffle shuffle images/ ep --seed 0x1f2e3d4c5b6a7988 --json",
      "  riffle shuffle images/ ep --identity    rewrite everything, move nothing"
    })
final class ShuffleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "IMAGE_DIR", description = "What 'criu dump -D' wrote.")
  private Path images;

  @Parameters(index = "1", paramLabel = "BINARY", description = "The binary that was running.")
  private Path binary;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = SeedConverter.class,
      description = "64-bit number that chooses the permutation; decimal or 0x hexadecimal.")
  private Long seed;

  @Option(names = "--identity", description = "Rewrite everything, but move nothing.")
  private boolean identity;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    check();
    ShuffleSummary summary = shuffle();
    spec.commandLine().getOut().println(json ? Json.of(summary) : summary.toText());
    return ExitCode.OK;
  }

  private void check() {
    if (!Files.isDirectory(images)) {
      throw usage("IMAGE_DIR '" + images + "' is no folder: give the one that criu dumped into");
    }
    if (!Files.isRegularFile(binary)) {
      throw usage("BINARY '" + binary + "' is no file: give the binary that was running");
    }
    if (seed == null && !identity) {
      throw usage("give --seed N, or --identity to move nothing");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private ShuffleSummary shuffle() throws IOException {
    ShuffleOptions options =
        identity ? ShuffleOptions.unchanged() : ShuffleOptions.seeded(seed.longValue());
    try (ImageDirectory directory = ImageDirectory.open(new LocalDirectory(images));
        LocalByteStore store = LocalByteStore.open(binary)) {
      return Shuffler.shuffle(directory, ElfFile.read(store), options);
    } catch (CriuFormatException
        | ElfFormatException
        | LayoutFormatException
        | MissingPageException
        | ShuffleException
        | UnwindException
        | EOFException e) {
      throw new RefusedException(e);
    }
  }
}
