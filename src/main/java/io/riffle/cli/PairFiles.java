package io.riffle.cli;

import io.riffle.criu.CriuFormatException;
import io.riffle.criu.ImageDirectory;
import io.riffle.criu.MissingPageException;
import io.riffle.elf.ElfFile;
import io.riffle.elf.ElfFormatException;
import io.riffle.shuffle.ShuffleException;
import io.riffle.shuffle.layout.LayoutFormatException;
import io.riffle.shuffle.unwind.ModuleFiles;
import io.riffle.shuffle.unwind.UnwindException;
import io.riffle.storage.LocalByteStore;
import io.riffle.storage.LocalDirectory;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Opens a binary, and images of it, for commands that only look at them. */
final class PairFiles {
  /** What is done with them. */
  interface Look<T> {
    T at(ElfFile binary, Optional<ImageDirectory> image, ModuleFiles libraries) throws IOException;
  }

  private PairFiles() {}

  /**
   * Looks at them.
   *
   * @param imagesName what the user calls the images, for messages
   * @param root the folder that the program saw as /
   * @throws ParameterException if the paths are not of the right kind
   * @throws RefusedException if what they hold is damaged or does not belong together
   */
  static <T> T look(
      CommandSpec spec,
      Path binary,
      String imagesName,
      Optional<Path> images,
      Path root,
      Look<T> look)
      throws IOException {
    if (images.isPresent() && !Files.isDirectory(images.get())) {
      throw new ParameterException(
          spec.commandLine(),
          imagesName + " '" + images.get() + "' is no folder: give the one that criu dumped into");
    }
    if (!Files.isRegularFile(binary)) {
      throw new ParameterException(
          spec.commandLine(),
          "BINARY '" + binary + "' is no file: give a binary with a frame layout");
    }
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      ElfFile elf = ElfFile.read(store);
      if (images.isEmpty()) {
        return look.at(elf, Optional.empty(), ModuleFiles.none());
      }
      try (ImageDirectory image = ImageDirectory.openReadOnly(new LocalDirectory(images.get()));
          ModuleFiles libraries = ModuleFiles.below(new LocalDirectory(root))) {
        return look.at(elf, Optional.of(image), libraries);
      }
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
