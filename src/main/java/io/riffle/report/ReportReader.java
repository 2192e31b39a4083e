package io.riffle.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads back what {@link ReportWriter} has written, for tools that compare or continue runs. */
public final class ReportReader {
  /** Far above any real report; keeps a stray file from filling the heap. */
  private static final long MAX_BYTES = 256L << 20;

  private ReportReader() {}

  /**
   * Reads a report.
   *
   * @param path a {@code report.json}, or the directory that holds it
   * @throws NoSuchFileException if there is none
   * @throws ReportFormatException if it is truncated, not JSON, lacks something, or is absurdly
   *     large
   */
  public static RunReport read(Path path) throws IOException {
    Path file = Files.isDirectory(path) ? path.resolve(ReportWriter.JSON) : path;
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no report here");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new ReportFormatException(file + " is larger than any report", null);
    }
    try {
      RunReport report = ReportJson.READER.readValue(file.toFile());
      if (report == null) {
        throw new ReportFormatException(file + " holds no report", null);
      }
      return report;
    } catch (CharConversionException e) {
      throw new ReportFormatException(file + " is not a report of Riffle: " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw new ReportFormatException(
          file + " is not a report of Riffle" + where + ": " + e.getOriginalMessage(), e);
    }
  }
}
