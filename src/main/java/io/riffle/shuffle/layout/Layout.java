package io.riffle.shuffle.layout;

import io.riffle.isa.Isa;
import java.util.List;

/**
 * The frame layouts of a whole binary, as its section {@code .riffle.layout} holds them.
 *
 * @param isa the binary's ISA
 * @param buildId the GNU build-id that they were made for, in hexadecimal
 * @param functions by ascending address; functions without layout data are absent
 */
public record Layout(Isa isa, String buildId, List<FunctionLayout> functions) {
  /** Copies {@code functions}. */
  public Layout {
    functions = List.copyOf(functions);
  }
}
