package io.riffle.junit;

import io.riffle.guest.Guest;
import io.riffle.isa.Isa;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Makes the invocations of a {@link GuestTest}. */
final class GuestTestExtension implements TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Isa[] named = context.getRequiredTestMethod().getAnnotation(GuestTest.class).isa();
    return Arrays.stream(named.length == 0 ? Isa.values() : named).map(Invocation::new);
  }

  private record Invocation(Isa isa) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocationIndex) {
      return isa.displayName();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new OnIsa(isa));
    }
  }

  /** Holds the ISA's guest during the test and hands it out. */
  private record OnIsa(Isa isa)
      implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      RiffleSession.of(context).hold(isa);
    }

    @Override
    public void afterEach(ExtensionContext context) {
      RiffleSession.of(context).release(isa);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      return type == Guest.class || type == Isa.class || type == RiffleSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      if (type == Isa.class) {
        return isa;
      }
      RiffleSession session = RiffleSession.of(context);
      return type == Guest.class ? session.guest(isa) : session;
    }
  }
}
