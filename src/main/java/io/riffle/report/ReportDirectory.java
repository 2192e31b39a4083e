package io.riffle.report;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The directory of one run's report, {@code reports/<UTC time>-<four letters>}, with its logs
 * beside it. {@link #publish} makes it {@code reports/latest}, which always is a whole report: a
 * run that is killed leaves the one before in place.
 */
public final class ReportDirectory {
  /** Name of the link, or copy, that leads to the newest report. */
  public static final String LATEST = "latest";

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int ATTEMPTS = 100;

  private final Path root;
  private final Path path;

  private ReportDirectory(Path root, Path path) {
    this.root = root;
    this.path = path;
  }

  /**
   * Makes a new, empty directory under {@code reportsRoot}, which is made too if need be.
   *
   * @throws IOException if it cannot be made; the message names the path
   */
  public static ReportDirectory create(Path reportsRoot) throws IOException {
    return create(reportsRoot, Clock.systemUTC());
  }

  static ReportDirectory create(Path reportsRoot, Clock clock) throws IOException {
    Path root = reportsRoot.toAbsolutePath().normalize();
    Files.createDirectories(root);
    new LatestReport(root, Files::createSymbolicLink).recover();
    String time = NAME.format(clock.instant());
    SplittableRandom random = new SplittableRandom();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Path path = root.resolve(time + "-" + letters(random));
      try {
        Files.createDirectory(path);
        return new ReportDirectory(root, path);
      } catch (FileAlreadyExistsException e) {
        continue;
      }
    }
    throw new IOException("no free name for a report " + time + "-* in " + root);
  }

  /** The directory itself, absolute. */
  public Path path() {
    return path;
  }

  /**
   * How a report refers to a file of this directory: its path relative to the directory, with
   * slashes on every host.
   *
   * @throws IllegalArgumentException if {@code file} does not lie in the directory
   */
  public String relative(Path file) {
    Path absolute = requireNonNull(file, "file").toAbsolutePath().normalize();
    if (!absolute.startsWith(path)) {
      throw new IllegalArgumentException(file + " does not lie in the report's directory " + path);
    }
    return path.relativize(absolute).toString().replace('\\', '/');
  }

  /**
   * Makes this report {@code reports/latest}, in one atomic step where the file system has symbolic
   * links; elsewhere by copying, then renaming.
   *
   * @return the path of {@code latest}
   * @throws IllegalStateException if the report has not been written yet
   * @throws IOException if it cannot be done; {@code latest} is then as it was
   */
  public Path publish() throws IOException {
    return publish(Files::createSymbolicLink);
  }

  Path publish(LatestReport.Linker linker) throws IOException {
    if (!Files.isRegularFile(path.resolve(ReportWriter.HTML))
        || !Files.isRegularFile(path.resolve(ReportWriter.JSON))) {
      throw new IllegalStateException(path + " holds no report yet: write it before publishing");
    }
    return new LatestReport(root, linker).pointTo(path);
  }

  private static String letters(SplittableRandom random) {
    StringBuilder letters = new StringBuilder();
    random.ints(4, 'a', 'z' + 1).forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
