package io.riffle.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a run's report for machines ({@code report.json}) and for people (a web page). */
public final class ReportWriter {
  /** Name of the file for machines. */
  public static final String JSON = "report.json";

  /** Name of the page for people. */
  public static final String HTML = "index.html";

  private ReportWriter() {}

  /**
   * Writes both files into {@code directory}, which is made if need be, replacing older ones. Each
   * is written aside and then renamed, the page last: readers see the old file or the new one,
   * never half of one. May be called again as a run goes on.
   *
   * @throws IOException if they cannot be written; nothing is renamed before both are on disk, so a
   *     full disk leaves what was there
   */
  public static void write(RunReport report, Path directory) throws IOException {
    byte[] json = json(report);
    byte[] html = HtmlReport.render(report).getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(directory);
    Path jsonAside = aside(directory, JSON);
    Path htmlAside = aside(directory, HTML);
    try {
      Files.write(jsonAside, json);
      Files.write(htmlAside, html);
      replace(jsonAside, directory.resolve(JSON));
      replace(htmlAside, directory.resolve(HTML));
    } finally {
      Files.deleteIfExists(jsonAside);
      Files.deleteIfExists(htmlAside);
    }
  }

  /**
   * By way of a string, because Jackson's own UTF-8 writer refuses the unpaired surrogates that
   * garbage in a program's output may decode to.
   */
  private static byte[] json(RunReport report) throws JsonProcessingException {
    return (ReportJson.WRITER.writeValueAsString(report) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static Path aside(Path directory, String name) {
    return directory.resolve("." + name + "." + ProcessHandle.current().pid() + ".new");
  }

  private static void replace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
