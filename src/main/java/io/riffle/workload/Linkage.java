package io.riffle.workload;

import java.util.List;

/**
 * How a program is linked, and so where it is loaded.
 *
 * <pre>{@code
 * boolean pie = Linkage.PIE.label().equals("pie");
 * }</pre>
 */
public enum Linkage {
  /** With all its libraries, at a fixed address. */
  STATIC("static", List.of("-fno-pie"), List.of("-static")),
  /** With all its libraries, at an address that the kernel chooses. */
  STATIC_PIE("static-pie", List.of("-fPIE"), List.of("-static-pie")),
  /** With shared libraries, at an address that the kernel chooses. */
  PIE("pie", List.of("-fPIE"), List.of("-pie"));

  private final String label;
  private final List<String> compilerOptions;
  private final List<String> linkerOptions;

  Linkage(String label, List<String> compilerOptions, List<String> linkerOptions) {
    this.label = label;
    this.compilerOptions = compilerOptions;
    this.linkerOptions = linkerOptions;
  }

  /** The name that users see and type. */
  public String label() {
    return label;
  }

  List<String> compilerOptions() {
    return compilerOptions;
  }

  List<String> linkerOptions() {
    return linkerOptions;
  }

  /**
   * The linkage of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  static Linkage labelled(String label) {
    for (Linkage linkage : values()) {
      if (linkage.label.equals(label)) {
        return linkage;
      }
    }
    throw new IllegalArgumentException(
        "unknown linkage '" + label + "': use static, static-pie or pie");
  }

  @Override
  public String toString() {
    return label;
  }
}
