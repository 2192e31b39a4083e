package io.riffle.workload;

/**
 * One kernel of the NAS Parallel Benchmarks at one problem size.
 *
 * @param name the kernel in lower case, such as {@code ep}
 * @param problemClass the suite's letter for the size, such as {@code S}
 */
public record Workload(String name, char problemClass) {
  /** The suite's way to write both: {@code ep.S}. */
  public String id() {
    return name + "." + problemClass;
  }

  @Override
  public String toString() {
    return id();
  }
}
