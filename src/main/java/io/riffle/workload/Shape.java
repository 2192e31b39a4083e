package io.riffle.workload;

import java.util.List;

/**
 * A small C program that checks itself, built in one way, for one shape of frames and stacks.
 *
 * <pre>{@code
 * Shape shape = Shapes.find("alloca");
 * System.out.println(shape + " is linked " + shape.linkage());
 * }</pre>
 *
 * @param name its name, which is also its file name in guests
 * @param sources its sources' file names
 * @param options clang's options
 * @param linkage how it is linked
 */
public record Shape(String name, List<String> sources, List<String> options, Linkage linkage) {
  /** Copies the lists. */
  public Shape {
    sources = List.copyOf(sources);
    options = List.copyOf(options);
  }

  @Override
  public String toString() {
    return name;
  }
}
