package io.riffle.junit;

import io.riffle.guest.Turn;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Injects guests and what belongs to them into fields and parameters, and ends them in time. */
final class GuestExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        BeforeClassTemplateInvocationCallback,
        AfterClassTemplateInvocationCallback,
        ParameterResolver {
  /** Guests of a constructor live as long as those of the test itself. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // A class that runs once per ISA has no ISA yet.
    if (!GuestTestExtension.isGuestTest(context.getRequiredTestClass())) {
      beginClass(context);
    }
  }

  @Override
  public void beforeClassTemplateInvocation(ExtensionContext context) {
    if (GuestTestExtension.isGuestTest(context.getRequiredTestClass())) {
      beginClass(context);
    }
  }

  private static void beginClass(ExtensionContext context) {
    GuestScope.around(context).forEach(GuestScope::rest);
    Fields.setStatic(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    takeTurn(context);
    Fields.renew(context);
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      Fields.setOf(instance, context);
    }
  }

  /** For the guests around the test; JUnit ends it with the test. */
  private static void takeTurn(ExtensionContext context) {
    List<GuestScope> around = GuestScope.around(context);
    around.forEach(GuestScope::rest);
    if (!around.stream().allMatch(GuestScope::isEmpty)) {
      context
          .getStore(Namespace.create(GuestExtension.class, context.getUniqueId()))
          .getOrComputeIfAbsent(Turn.class, key -> GuestLeases.of(context).turn(), Turn.class);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Artefacts.publishIfFailed(context);
  }

  @Override
  public void afterClassTemplateInvocation(ExtensionContext context) {
    Artefacts.publishIfFailed(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Artefacts.publishIfFailed(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Injection.isInjectable(parameter.getParameter().getType())
        && (parameter.isAnnotated(InjectGuest.class)
            || parameter.isAnnotated(FlowOf.class)
            || Invocation.find(context).isPresent());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // A constructor's come before the test takes its turn, and may need the core that the class
    // has.
    GuestScope.around(context).forEach(GuestScope::rest);
    return Injection.into(parameter, context).value();
  }
}
