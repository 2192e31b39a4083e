package io.riffle.cli;

import io.riffle.criu.CriuFormatException;
import io.riffle.criu.ImageDirectory;
import io.riffle.criu.MissingPageException;
import io.riffle.elf.ElfFile;
import io.riffle.elf.ElfFormatException;
import io.riffle.host.HostException;
import io.riffle.shuffle.ShuffleException;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.shuffle.Shuffler;
import io.riffle.shuffle.layout.LayoutFormatException;
import io.riffle.shuffle.unwind.ModuleFiles;
import io.riffle.shuffle.unwind.UnwindException;
import io.riffle.storage.Journal.Recovery;
import io.riffle.storage.JournalException;
import io.riffle.storage.LocalByteStore;
import io.riffle.storage.LocalDirectory;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "whatever is refused is left as it was. They change together or not at all: a shuffle",
      "that was interrupted while it wrote is undone by the next one, or by --recover."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  riffle shuffle images/ ep --seed 42",
      "  riffle shuffle images/ ep --seed 0x1f2e3d4c5b6a7988 --json",
      "  riffle shuffle images/ ep --identity    rewrite everything, move nothing",
      "  riffle shuffle images/ ep --recover     undo a shuffle that was interrupted"
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

  @Option(
      names = "--again",
      description = "Shuffle images once more that were shuffled and not restored since.")
  private boolean again;

  @Option(names = "--recover", description = "Undo an interrupted shuffle, and do no more.")
  private boolean recover;

  @Mixin private RootOption root;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  /**
   * What {@code --recover --json} prints.
   *
   * @param recovered how an interrupted shuffle ended; nothing if none was interrupted
   */
  private record Recovered(Optional<Recovery> recovered) {}

  @Override
  public Integer call() throws IOException {
    check();
    try (LocalByteStore store = LocalByteStore.open(binary)) {
      if (!store.lock()) {
        throw new HostException(binary + " is being shuffled by another Riffle: wait for it");
      }
      Optional<Recovery> recovery = Shuffler.recover(new LocalDirectory(images), store);
      if (recover) {
        String outcome = recovery.map(ShuffleCommand::told).orElse("nothing to recover");
        spec.commandLine().getOut().println(json ? Json.of(new Recovered(recovery)) : outcome);
        return ExitCode.OK;
      }
      recovery.ifPresent(how -> spec.commandLine().getErr().println("riffle: " + told(how)));
      ShuffleSummary summary = shuffle(store);
      spec.commandLine().getOut().println(json ? Json.of(summary) : summary.toText());
      summary
          .warning()
          .ifPresent(told -> spec.commandLine().getErr().println("riffle: warning: " + told));
      return ExitCode.OK;
    } catch (CriuFormatException
        | ElfFormatException
        | JournalException
        | LayoutFormatException
        | MissingPageException
        | ShuffleException
        | UnwindException
        | EOFException e) {
      throw new RefusedException(e);
    }
  }

  private static String told(Recovery recovery) {
    return switch (recovery) {
      case NOT_BEGUN -> "an earlier shuffle was interrupted before it changed anything";
      case COMPLETED -> "an earlier shuffle was interrupted when all was done";
      case ROLLED_BACK -> "an earlier shuffle was interrupted; what it had written is undone";
    };
  }

  private void check() {
    if (!Files.isDirectory(images)) {
      throw usage("IMAGE_DIR '" + images + "' is no folder: give the one that criu dumped into");
    }
    if (!Files.isRegularFile(binary)) {
      throw usage("BINARY '" + binary + "' is no file: give the binary that was running");
    }
    if (seed == null && !identity && !recover) {
      throw usage("give --seed N, or --identity to move nothing, or --recover");
    }
    if (recover) {
      root.refuse(spec, "by --recover: drop it");
    }
    root.path(spec);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private ShuffleSummary shuffle(LocalByteStore store) throws IOException {
    ShuffleOptions options =
        identity ? ShuffleOptions.unchanged() : ShuffleOptions.seeded(seed.longValue());
    try (ImageDirectory directory = ImageDirectory.open(new LocalDirectory(images));
        ModuleFiles libraries = ModuleFiles.below(new LocalDirectory(root.path(spec)))) {
      return Shuffler.shuffle(
          directory, ElfFile.read(store), libraries, again ? options.allowingAgain() : options);
    }
  }
}
