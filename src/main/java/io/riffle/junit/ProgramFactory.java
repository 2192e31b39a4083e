package io.riffle.junit;

import io.riffle.flow.Program;
import io.riffle.host.Home;
import java.io.IOException;

/**
 * Makes the binaries of a program that {@link FlowOf} names.
 *
 * <pre>{@code
 * final class Sorter implements ProgramFactory {
 *   public Program make(Home home) {
 *     return new Program(
 *         "sorter",
 *         Map.of(Isa.X86_64, Path.of("out/sorter.x86"), Isa.AARCH64, Path.of("out/sorter.arm")));
 *   }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface ProgramFactory {
  /**
   * Makes them, or finds them made.
   *
   * @param home where built things can be kept
   * @throws IOException if a file cannot be read or written
   */
  Program make(Home home) throws IOException;
}
