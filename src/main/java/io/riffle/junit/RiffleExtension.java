package io.riffle.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link RiffleSession} as a parameter. */
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
