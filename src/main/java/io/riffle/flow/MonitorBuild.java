package io.riffle.flow;

import io.riffle.host.BuildCache;
import io.riffle.host.CrossCompiler;
import io.riffle.host.Home;
import io.riffle.host.Resources;
import io.riffle.host.Scratch;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.storage.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compiles the ptrace monitor for an ISA, once.
 *
 * <pre>{@code
 * Path monitor = new MonitorBuild(Home.fromEnvironment()).get(Isa.AARCH64);
 * }</pre>
 */
public final class MonitorBuild {
  private static final String SOURCES = "native/monitor";
  private static final String NAME = "riffle-monitor";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int HEX_DIGITS = 12;

  private final Home home;

  /** With its results in the given folder. */
  public MonitorBuild(Home home) {
    this.home = home;
  }

  /** The monitor's binary for the ISA, compiled now if it is not there. */
  public Path get(Isa isa) {
    try (Scratch folder = Scratch.create("monitor")) {
      Path scratch = folder.path();
      Resources.copyTree(SOURCES, scratch);
      List<String> command = command(isa, scratch);
      return BuildCache.of(home)
          .getOrBuild(
              "native",
              NAME + "-" + isa + "-" + digest(command, scratch),
              built -> compile(command, scratch, built))
          .resolve(NAME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(Isa isa, Path sources) throws IOException {
    List<String> command = new ArrayList<>(CrossCompiler.command(isa));
    command.addAll(List.of("-O2", "-static", "-s", "-Wall", "-Wextra", "-o", NAME));
    try (Stream<Path> files = Files.list(sources)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".c"))
          .sorted()
          .forEach(command::add);
    }
    return command;
  }

  private static void compile(List<String> command, Path sources, Path folder) throws IOException {
    Tools.run(command, sources, LIMIT);
    Files.copy(sources.resolve(NAME), folder.resolve(NAME));
    if (!folder.resolve(NAME).toFile().setExecutable(true)) {
      throw new IOException("cannot make the monitor executable");
    }
  }

  private static String digest(List<String> command, Path sources) throws IOException {
    try (Stream<Path> files = Files.list(sources)) {
      MessageDigest sha = Sha256.digest();
      sha.update(command.toString().getBytes(StandardCharsets.UTF_8));
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        sha.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, HEX_DIGITS);
    }
  }
}
