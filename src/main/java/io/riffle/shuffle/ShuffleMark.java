package io.riffle.shuffle;

import io.riffle.criu.ImageDirectory;
import io.riffle.shuffle.layout.Layout;
import io.riffle.storage.ByteStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * A note beside the images of a dump that they were shuffled, and with which state of the binary
 * they belong together since: one line of text, {@code riffle-shuffled 1 DUMP BEFORE AFTER SEED}.
 *
 * @param dump the dump's identity; images dumped into the same folder later have another
 * @param before the binary's code before, as {@link Layout#codeChecksum()}
 * @param after the binary's code since
 * @param seed the seed
 */
record ShuffleMark(String dump, int before, int after, long seed) {
  static final String FILE = "riffle-shuffled";
  private static final String VERSION = "1";
  private static final int LONGEST = 4096;

  /**
   * Refuses images that were shuffled before.
   *
   * @throws ShuffleException if they were and the options do not ask for another shuffle of them,
   *     or the binary is not the one that they belong to since
   */
  static void check(ImageDirectory image, BinaryAnalysis binary, ShuffleOptions options)
      throws IOException {
    Optional<ShuffleMark> found = read(image).filter(mark -> mark.dump.equals(image.identity()));
    int code = binary.layout().codeChecksum();
    // A mark whose shuffle was undone, or that changed nothing, says nothing.
    if (found.isEmpty() || code == found.get().before) {
      return;
    }
    ShuffleMark mark = found.get();
    if (code != mark.after) {
      throw new ShuffleException(
          "%s was shuffled (seed %d) together with another state of %s: give the binary that was"
                  .formatted(image.directory().name(), mark.seed, binary.elf())
              + " shuffled with these images");
    }
    if (!options.again()) {
      throw new ShuffleException(
          "%s and %s were shuffled already (seed %d): restore and dump the process again, or ask"
                  .formatted(image.directory().name(), binary.elf(), mark.seed)
              + " for another shuffle with --again");
    }
  }

  static void write(ImageDirectory image, Layout before, Layout after, long seed)
      throws IOException {
    String line =
        String.join(
            " ",
            FILE,
            VERSION,
            image.identity(),
            Integer.toHexString(before.codeChecksum()),
            Integer.toHexString(after.codeChecksum()),
            Long.toString(seed));
    image.directory().replace(FILE, (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<ShuffleMark> read(ImageDirectory image) throws IOException {
    try (ByteStore store = image.directory().open(FILE)) {
      if (store.size() > LONGEST) {
        return Optional.empty();
      }
      return parse(new String(store.readAll(), StandardCharsets.UTF_8));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /** Text that is no mark is none: it says nothing of these images. */
  private static Optional<ShuffleMark> parse(String text) {
    List<String> words = List.of(text.strip().split(" ", -1));
    if (words.size() != 6 || !words.get(0).equals(FILE) || !words.get(1).equals(VERSION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ShuffleMark(
              words.get(2),
              Integer.parseUnsignedInt(words.get(3), 16),
              Integer.parseUnsignedInt(words.get(4), 16),
              Long.parseLong(words.get(5))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
