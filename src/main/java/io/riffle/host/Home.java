package io.riffle.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one folder where Riffle keeps what it has built: images, workloads, probe results. It can be
 * deleted at any time when no Riffle runs; everything in it is made again.
 *
 * <pre>{@code
 * Home home = Home.fromEnvironment();
 * Path monitor = new MonitorBuild(home).get(Isa.AARCH64);
 * }</pre>
 *
 * @param path absolute path of the folder
 */
public record Home(Path path) {
  /** The environment variable that names the folder. */
  public static final String VARIABLE = "RIFFLE_HOME";

  /** The folder that {@link #VARIABLE} names, or {@code ~/.cache/riffle}. */
  public static Home fromEnvironment() {
    String named = System.getenv(VARIABLE);
    Path path =
        named == null || named.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "riffle")
            : Path.of(named);
    return new Home(path.toAbsolutePath().normalize());
  }

  /**
   * A folder of the given name in it, made if need be.
   *
   * @throws HostException if it cannot be made; the message names the folder and the variable
   */
  public Path folder(String name) {
    Path folder = path.resolve(name);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new HostException(
          "cannot make the folder "
              + folder
              + " ("
              + e
              + "): free space or set "
              + VARIABLE
              + " to a folder that can be written",
          e);
    }
  }
}
