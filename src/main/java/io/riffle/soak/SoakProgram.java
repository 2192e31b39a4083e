package io.riffle.soak;

import io.riffle.flow.Program;
import io.riffle.host.BuildCache;
import io.riffle.isa.Isa;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Shape;
import io.riffle.workload.Shapes;
import io.riffle.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A program to soak.
 *
 * @param name what users call it: {@code ep.S}, or a shape's name
 * @param program it, built for one ISA
 * @param longestRun how long it may run on hardware
 */
public record SoakProgram(String name, Program program, Duration longestRun) {
  private static final Duration LONGEST_SHAPE = Duration.ofSeconds(15);
  private static final Duration LONGEST_KERNEL = Duration.ofMinutes(3);

  /** Names of programs are cut to 15 characters where processes are looked for by name. */
  private static final String SHAPE = "shape";

  /**
   * Checks a name before anything is built.
   *
   * @throws IllegalArgumentException if it is neither a kernel's nor a shape's, or the class is
   *     unknown; the message lists those there are
   */
  public static void check(String name, String problemClass) {
    if (Shapes.all().stream().noneMatch(shape -> shape.name().equals(name))) {
      try {
        Workloads.find(name, problemClass);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            e.getMessage()
                + "; or a shape: "
                + String.join(", ", Shapes.all().stream().map(Shape::name).toList()),
            e);
      }
    }
  }

  /**
   * Builds a kernel or a shape.
   *
   * @param name a kernel's or a shape's name
   * @param problemClass the kernel's class
   * @throws IllegalArgumentException as {@link #check}
   * @throws io.riffle.host.HostException if it cannot be built
   */
  public static SoakProgram build(String name, String problemClass, Isa isa, BuildCache cache) {
    check(name, problemClass);
    if (Shapes.all().stream().anyMatch(shape -> shape.name().equals(name))) {
      Path binary = Shapes.build(Shapes.find(name), isa, cache);
      return new SoakProgram(name, new Program(SHAPE, Map.of(isa, binary)), LONGEST_SHAPE);
    }
    Path binary = NpbBuilder.bundled(cache).build(Workloads.find(name, problemClass), isa).binary();
    return new SoakProgram(
        name + "." + problemClass, new Program(name, Map.of(isa, binary)), LONGEST_KERNEL);
  }
}
