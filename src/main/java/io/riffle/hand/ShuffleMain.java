package io.riffle.hand;

import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.shuffle.SeedText;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.shuffle.Shuffler;
import io.riffle.storage.LocalByteStore;
import io.riffle.storage.LocalDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The shuffler as a command that starts fast: {@code riffle shuffle} without the libraries of the
 * command line, for guests, where each class that is loaded costs. Does the same to the same bytes.
 */
public final class ShuffleMain {
  private static final int OK = 0;
  private static final int REFUSED = 1;
  private static final int USAGE = 2;
  private static final String HELP = "usage: riffle-shuffle IMAGE_DIR BINARY --seed N | --identity";

  private ShuffleMain() {}

  /** Runs the command and ends the JVM: 0 done, 1 refused, 2 wrong usage. */
  public static void main(String... arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  static int run(PrintStream out, PrintStream err, String... arguments) {
    boolean identity = arguments.length == 3 && arguments[2].equals("--identity");
    if (!identity && !(arguments.length == 4 && arguments[2].equals("--seed"))) {
      err.println(HELP);
      return USAGE;
    }
    ShuffleOptions options;
    try {
      options =
          identity
              ? ShuffleOptions.unchanged()
              : ShuffleOptions.seeded(SeedText.parse(arguments[3]));
    } catch (IllegalArgumentException e) {
      err.println("riffle-shuffle: " + e.getMessage());
      return USAGE;
    }
    try {
      out.println(shuffle(Path.of(arguments[0]), Path.of(arguments[1]), options, err).toText());
      return OK;
    } catch (NoSuchFileException e) {
      err.println("riffle-shuffle: no such file: " + e.getMessage());
      return REFUSED;
    } catch (IOException e) {
      err.println("riffle-shuffle: " + e.getMessage());
      return REFUSED;
    }
  }

  private static ShuffleSummary shuffle(
      Path images, Path binary, ShuffleOptions options, PrintStream err) throws IOException {
    try (LocalByteStore store = LocalByteStore.open(binary)) {
      if (!store.lock()) {
        throw new IOException(binary + " is being shuffled by another Riffle: wait for it");
      }
      LocalDirectory folder = new LocalDirectory(images);
      if (Shuffler.recover(folder, store).isPresent()) {
        err.println("riffle-shuffle: an interrupted shuffle was brought to its beginning or end");
      }
      try (ImageDirectory image = ImageDirectory.open(folder)) {
        return Shuffler.shuffle(image, ElfFile.read(store), options);
      }
    }
  }
}
