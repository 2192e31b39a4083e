package io.riffle.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this machine is.
 *
 * @param os the distribution with its version
 * @param kernel the kernel's version
 * @param cpu the processor's name, or its ISA where it has none
 * @param cores processors that this JVM may use
 * @param memoryBytes RAM
 * @param java version of this JVM
 */
public record HostMachine(
    String os, String kernel, String cpu, int cores, long memoryBytes, String java) {
  private static final int KIB = 1024;

  /** Looks at the machine; what cannot be found out is said to be unknown, or 0. */
  public static HostMachine read() {
    String name = System.getProperty("os.name");
    return new HostMachine(
        value("/etc/os-release", "PRETTY_NAME=").map(HostMachine::unquoted).orElse(name),
        System.getProperty("os.version"),
        value("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        value("/proc/meminfo", "MemTotal").map(HostMachine::kibibytes).orElse(0L),
        Runtime.version().toString());
  }

  /** What follows the key and its punctuation on the first line that begins with the key. */
  private static Optional<String> value(String file, String key) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).replaceFirst("^\\s*:\\s*", "").strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String unquoted(String value) {
    return value.replace("\"", "");
  }

  private static long kibibytes(String value) {
    String digits = value.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) * KIB;
  }
}
