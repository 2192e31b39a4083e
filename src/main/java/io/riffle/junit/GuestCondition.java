package io.riffle.junit;

import io.riffle.host.Backend;
import io.riffle.host.Docker;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.setup.Requirements;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link EnabledIfGuest}. */
final class GuestCondition implements ExecutionCondition {
  private final Function<Isa, Optional<String>> obstacle;
  private final boolean mayNotSkip;

  /** For JUnit. */
  GuestCondition() {
    this(GuestCondition::obstacle, "true".equals(System.getenv("CI")));
  }

  /**
   * A condition.
   *
   * @param obstacle says why there is no guest of the ISA, if so
   * @param mayNotSkip whether a skip is a failure
   */
  GuestCondition(Function<Isa, Optional<String>> obstacle, boolean mayNotSkip) {
    this.obstacle = obstacle;
    this.mayNotSkip = mayNotSkip;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), EnabledIfGuest.class)
        .map(EnabledIfGuest::value)
        .map(this::evaluate)
        .orElseGet(() -> ConditionEvaluationResult.enabled("@EnabledIfGuest is not here"));
  }

  ConditionEvaluationResult evaluate(Isa... named) {
    List<Isa> isas = Arrays.asList(named.length == 0 ? Isa.values() : named);
    String names = isas.stream().map(Isa::displayName).collect(Collectors.joining(" and "));
    Optional<String> reason =
        isas.stream()
            .flatMap(isa -> obstacle.apply(isa).map(why -> isa + ": " + why).stream())
            .findFirst();
    if (reason.isEmpty()) {
      return ConditionEvaluationResult.enabled("guests of " + names + " can run here");
    }
    String text = "no guest of " + reason.get();
    if (mayNotSkip) {
      throw new HostException(text + "\nCI=true: a skip is a failure");
    }
    return ConditionEvaluationResult.disabled(text);
  }

  private static Optional<String> obstacle(Isa isa) {
    if (Backend.fromEnvironment() == Backend.CONTAINER) {
      return Docker.obstacle();
    }
    try {
      Requirements.ofGuests(isa).install(System.err::println);
      return Optional.empty();
    } catch (HostException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
