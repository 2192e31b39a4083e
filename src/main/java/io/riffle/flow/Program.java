package io.riffle.flow;

import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to run in guests.
 *
 * <pre>{@code
 * Program program =
 *     new Program("counter", Map.of(Isa.X86_64, Path.of("build/counter_x86-64")));
 * }</pre>
 *
 * @param name its file name there, such as {@code ep}
 * @param binaries its binary for each ISA, on this machine
 * @param files what it looks for in its working directory
 * @param arguments what it is started with, after its name
 */
public record Program(
    String name, Map<Isa, Path> binaries, List<Path> files, List<String> arguments) {
  /** Copies the collections. */
  public Program {
    binaries = Map.copyOf(binaries);
    files = List.copyOf(files);
    arguments = List.copyOf(arguments);
  }

  /** A program that needs no arguments. */
  public Program(String name, Map<Isa, Path> binaries, List<Path> files) {
    this(name, binaries, files, List.of());
  }

  /** A program that needs no files. */
  public Program(String name, Map<Isa, Path> binaries) {
    this(name, binaries, List.of());
  }

  /** The same with other arguments. */
  public Program with(List<String> others) {
    return new Program(name, binaries, files, others);
  }
}
