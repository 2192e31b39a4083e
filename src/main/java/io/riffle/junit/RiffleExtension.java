package io.riffle.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link RiffleSession} as a parameter.
 *
 * <pre>{@code
 * @ExtendWith(RiffleExtension.class)
 * class MyLadderIT {
 *   @Test
 *   void survives(RiffleSession session) {
 *     Cell cell = session.run(spec);
 *     assertThat(cell.verdict()).isEqualTo(new Verdict.Passed());
 *   }
 * }
 * }</pre>
 */
public final class RiffleExtension implements ParameterResolver {
  /** For JUnit. */
  public RiffleExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RiffleSession.class;
  }

  @Override
  public RiffleSession resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return RiffleSession.of(context);
  }
}
