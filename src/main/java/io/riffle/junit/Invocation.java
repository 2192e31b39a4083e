package io.riffle.junit;

import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * What a {@link GuestTest} runs with this time.
 *
 * @param isa the ISA
 * @param specs what its guests are, if nothing else is said
 * @param rung the rung of the ladder, if the test takes one
 */
record Invocation(Isa isa, Class<? extends GuestSpecs> specs, Optional<Rung> rung) {
  private static final Namespace NAMESPACE = Namespace.create(Invocation.class);

  void keepIn(ExtensionContext context) {
    context.getStore(NAMESPACE).put(Invocation.class, this);
  }

  /** That of the test, or of the class around it. */
  static Optional<Invocation> find(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(NAMESPACE).get(Invocation.class, Invocation.class));
  }

  @Override
  public String toString() {
    return isa + rung.map(one -> ", " + one.label()).orElse("");
  }
}
