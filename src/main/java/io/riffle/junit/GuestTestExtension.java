package io.riffle.junit;

import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes the invocations of a {@link GuestTest}: one per ISA, or per ISA and rung. */
final class GuestTestExtension
    implements TestTemplateInvocationContextProvider, ClassTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return find(context.getRequiredTestMethod()).isPresent();
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    GuestTest test = find(context.getRequiredTestMethod()).orElseThrow();
    boolean climbs =
        Arrays.asList(context.getRequiredTestMethod().getParameterTypes()).contains(Rung.class);
    List<Optional<Rung>> rungs =
        climbs ? Rung.ladder().stream().map(Optional::of).toList() : List.of(Optional.empty());
    Optional<Invocation> ofClass = Invocation.find(context);
    Class<? extends GuestSpecs> specs = specs(test, ofClass);
    String name = TestName.of(context);
    return isas(test)
        // In a class that runs once per ISA its method does not run on the others as well.
        .filter(isa -> ofClass.isEmpty() || ofClass.get().isa() == isa)
        .flatMap(isa -> rungs.stream().map(rung -> new Invocation(isa, specs, rung)))
        .map(invocation -> new OfMethod(name, invocation));
  }

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return find(context.getRequiredTestClass()).isPresent();
  }

  @Override
  public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    GuestTest test = find(context.getRequiredTestClass()).orElseThrow();
    Class<? extends GuestSpecs> specs = specs(test, Invocation.find(context));
    return isas(test).map(isa -> new Invocation(isa, specs, Optional.empty())).map(OfClass::new);
  }

  static boolean isGuestTest(Class<?> type) {
    return find(type).isPresent();
  }

  static boolean runsForSeveralIsas(Class<?> type) {
    return find(type).filter(test -> isas(test).count() > 1).isPresent();
  }

  private static Optional<GuestTest> find(AnnotatedElement element) {
    return AnnotationSupport.findAnnotation(element, GuestTest.class);
  }

  private static Class<? extends GuestSpecs> specs(GuestTest test, Optional<Invocation> around) {
    return test.spec() != GuestSpecs.class
        ? test.spec()
        : around
            .<Class<? extends GuestSpecs>>map(Invocation::specs)
            .orElse(GuestSpecs.Standard.class);
  }

  private static Stream<Isa> isas(GuestTest test) {
    return Arrays.stream(test.isa().length == 0 ? Isa.values() : test.isa()).distinct();
  }

  private record OfMethod(String test, Invocation invocation)
      implements TestTemplateInvocationContext {
    /** With the method's name, for reports that show nothing else. */
    @Override
    public String getDisplayName(int invocationIndex) {
      return test + " [" + invocation + "]";
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {
      invocation.keepIn(context);
    }
  }

  private record OfClass(Invocation invocation) implements ClassTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocationIndex) {
      return invocation.toString();
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {
      invocation.keepIn(context);
    }
  }
}
