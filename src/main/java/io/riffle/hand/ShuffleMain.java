package io.riffle.hand;

import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.shuffle.SeedText;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.shuffle.Shuffler;
import io.riffle.shuffle.unwind.ModuleFiles;
import io.riffle.storage.LocalByteStore;
import io.riffle.storage.LocalDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shuffler as a command that starts fast: {@code riffle shuffle} without the libraries of the
 * command line, for guests, where each class that is loaded costs. Does the same to the same bytes.
 */
public final class ShuffleMain {
  private static final int OK = 0;
  private static final int REFUSED = 1;
  private static final int USAGE = 2;
  private static final int BROKEN = 3;
  private static final String NAME = "riffle-shuffle: ";
  private static final String HELP =
      "usage: riffle-shuffle IMAGE_DIR BINARY (--seed N | --identity) [--again]";

  private ShuffleMain() {}

  /** Runs the command and ends the JVM: 0 done, 1 refused, 2 wrong usage, 3 a fault of ours. */
  public static void main(String... arguments) {
    System.exit(run(System.out, System.err, Path.of("/"), arguments));
  }

  /**
   * Runs the command.
   *
   * @param root what the dumped program saw as {@code /}, with its shared libraries
   */
  static int run(PrintStream out, PrintStream err, Path root, String... arguments) {
    Optional<ShuffleOptions> options;
    try {
      options = options(arguments);
    } catch (IllegalArgumentException e) {
      err.println(NAME + e.getMessage());
      return USAGE;
    }
    if (options.isEmpty()) {
      err.println(HELP);
      return USAGE;
    }
    try {
      ShuffleSummary summary =
          shuffle(Path.of(arguments[0]), Path.of(arguments[1]), options.get(), root, err);
      out.println(summary.toText());
      summary.warning().ifPresent(warning -> err.println(NAME + "warning: " + warning));
      return OK;
    } catch (NoSuchFileException e) {
      err.println(NAME + "no such file: " + e.getMessage());
      return REFUSED;
    } catch (AccessDeniedException e) {
      err.println(NAME + "permission denied: " + e.getMessage());
      return REFUSED;
    } catch (IOException e) {
      err.println(NAME + e.getMessage());
      return REFUSED;
    } catch (RuntimeException e) {
      err.println(NAME + "internal error: " + e);
      return BROKEN;
    }
  }

  /** Empty if the arguments are not as the usage says. */
  private static Optional<ShuffleOptions> options(String... arguments) {
    List<String> rest =
        new ArrayList<>(
            List.of(arguments).subList(Math.min(2, arguments.length), arguments.length));
    boolean again = rest.remove("--again");
    Optional<ShuffleOptions> options = Optional.empty();
    if (rest.equals(List.of("--identity"))) {
      options = Optional.of(ShuffleOptions.unchanged());
    } else if (rest.size() == 2 && rest.get(0).equals("--seed")) {
      options = Optional.of(ShuffleOptions.seeded(SeedText.parse(rest.get(1))));
    }
    return options.map(once -> again ? once.allowingAgain() : once);
  }

  private static ShuffleSummary shuffle(
      Path images, Path binary, ShuffleOptions options, Path root, PrintStream err)
      throws IOException {
    try (LocalByteStore store = LocalByteStore.open(binary)) {
      if (!store.lock()) {
        throw new IOException(binary + " is being shuffled by another Riffle: wait for it");
      }
      LocalDirectory folder = new LocalDirectory(images);
      if (Shuffler.recover(folder, store).isPresent()) {
        err.println(NAME + "an interrupted shuffle was brought to its beginning or end");
      }
      try (ImageDirectory image = ImageDirectory.open(folder);
          ModuleFiles libraries = ModuleFiles.below(new LocalDirectory(root))) {
        return Shuffler.shuffle(image, ElfFile.read(store), libraries, options);
      }
    }
  }
}
