package io.riffle.flow;

import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.Map;

/**
 * A program to run in guests.
 *
 * @param name its file name there, such as {@code ep}
 * @param binaries its binary for each ISA, on this machine
 */
public record Program(String name, Map<Isa, Path> binaries) {
  /** Copies {@code binaries}. */
  public Program {
    binaries = Map.copyOf(binaries);
  }
}
