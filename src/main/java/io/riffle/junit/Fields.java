package io.riffle.junit;

import io.riffle.shell.Shell;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Sets the fields of tests that ask for guests and what belongs to them. */
final class Fields {
  private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

  private Fields() {}

  /**
   * Sets the static ones of the context's class.
   *
   * @throws ExtensionConfigurationException if the class runs for several ISAs at once, each of
   *     which would set them
   */
  static void setStatic(ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    List<Field> fields = find(type, ModifierSupport::isStatic);
    if (!fields.isEmpty() && runsForSeveralIsasAtOnce(context)) {
      throw new ExtensionConfigurationException(
          fields.get(0)
              + " is one field for all ISAs, and the tests of the ISAs run at once: put"
              + " @Execution(ExecutionMode.SAME_THREAD) on "
              + type.getName()
              + ", or make the field an instance's");
    }
    fields.forEach(field -> set(field, null, context));
  }

  /** Sets those of an instance, in its class and the classes around. */
  static void setOf(Object instance, ExtensionContext context) {
    find(instance.getClass(), ModifierSupport::isNotStatic)
        .forEach(field -> set(field, instance, context));
  }

  /**
   * Looks after the guests of the classes around a test: where one is gone there is a fresh one
   * afterwards, and the static fields have it.
   */
  static void renew(ExtensionContext test) {
    for (Optional<ExtensionContext> next = test.getParent();
        next.isPresent();
        next = next.get().getParent()) {
      ExtensionContext context = next.get();
      GuestScope.find(context).ifPresent(scope -> scope.renew(gone -> setAgain(context, gone)));
    }
  }

  private static void setAgain(ExtensionContext context, Set<GuestScope.Key> gone) {
    find(context.getRequiredTestClass(), ModifierSupport::isStatic).stream()
        .filter(field -> Injection.into(field, context).isOf(gone) || holdsBrokenConnection(field))
        .forEach(field -> set(field, null, context));
  }

  private static boolean holdsBrokenConnection(Field field) {
    try {
      field.setAccessible(true);
      return field.get(null) instanceof Shell shell && !shell.isConnected();
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw cannot("read", field, e);
    }
  }

  private static boolean runsForSeveralIsasAtOnce(ExtensionContext context) {
    if (!context.getConfigurationParameter(PARALLEL).map(Boolean::parseBoolean).orElse(false)) {
      return false;
    }
    for (Optional<ExtensionContext> next = Optional.of(context);
        next.isPresent();
        next = next.get().getParent()) {
      ExtensionContext each = next.get();
      if (each.getExecutionMode() == ExecutionMode.CONCURRENT
          && each.getTestClass().filter(GuestTestExtension::runsForSeveralIsas).isPresent()
          && isInvocation(each)) {
        return true;
      }
    }
    return false;
  }

  /** Of a class for one ISA: the context around it is the same class's for all. */
  private static boolean isInvocation(ExtensionContext context) {
    return context
        .getParent()
        .flatMap(ExtensionContext::getTestClass)
        .equals(context.getTestClass());
  }

  private static List<Field> find(Class<?> type, Predicate<Field> which) {
    return ReflectionSupport.findFields(
        type,
        field -> Injection.isAskedFor(field) && which.test(field),
        HierarchyTraversalMode.TOP_DOWN);
  }

  private static void set(Field field, Object instance, ExtensionContext context) {
    if (!Injection.isInjectable(field.getType())) {
      throw new ExtensionConfigurationException(
          "cannot inject into " + field + ": its type is none of " + Injection.typeNames());
    }
    Object value = Injection.into(field, context).value();
    try {
      field.setAccessible(true);
      field.set(instance, value);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw cannot("set", field, e);
    }
  }

  private static ExtensionConfigurationException cannot(String what, Field field, Exception why) {
    return new ExtensionConfigurationException(
        "cannot " + what + " " + field + ": " + why.getMessage(), why);
  }
}
