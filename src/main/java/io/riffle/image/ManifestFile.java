package io.riffle.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.Path;

/** Reads and writes {@code manifest.json} of an image's folder. */
final class ManifestFile {
  private static final String NAME = "manifest.json";

  private ManifestFile() {}

  static ImageManifest read(Path folder) {
    try {
      ImageManifest manifest =
          mapper().readValue(folder.resolve(NAME).toFile(), ImageManifest.class);
      if (manifest == null) {
        throw new IOException("it says null");
      }
      return manifest;
    } catch (IOException e) {
      throw new HostException(
          "the image in "
              + folder
              + " has no readable manifest ("
              + e
              + "): delete the folder and it will be built again",
          e);
    }
  }

  static void write(Path folder, ImageManifest manifest) throws IOException {
    mapper().writeValue(folder.resolve(NAME).toFile(), manifest);
  }

  private static ObjectMapper mapper() {
    return new ObjectMapper()
        .registerModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(SerializationFeature.INDENT_OUTPUT);
  }
}
