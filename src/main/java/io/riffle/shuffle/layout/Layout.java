package io.riffle.shuffle.layout;

import io.riffle.isa.Isa;
import java.util.List;

/**
 * The frame layouts of a whole binary, as its section {@code .riffle.layout} holds them.
 *
 * @param isa the binary's ISA
 * @param buildId the GNU build-id that they were made for, in hexadecimal
 * @param codeChecksum {@link CodeChecksum} of the functions' code; 0 if it is not known
 * @param functions by ascending address; functions without layout data are absent
 */
public record Layout(Isa isa, String buildId, int codeChecksum, List<FunctionLayout> functions) {
  /** Copies {@code functions}. */
  public Layout {
    functions = List.copyOf(functions);
  }

  /** A layout that does not say what the code is. */
  public Layout(Isa isa, String buildId, List<FunctionLayout> functions) {
    this(isa, buildId, 0, functions);
  }
}
