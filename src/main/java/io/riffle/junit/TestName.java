package io.riffle.junit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The name of a {@link GuestTest} method that its invocations begin theirs with: JUnit's, without
 * the parameter list that JUnit adds to a method's name. The list stays where it is all that tells
 * two methods apart, and nothing is taken from a name that somebody chose.
 */
final class TestName {
  private TestName() {}

  static String of(ExtensionContext context) {
    String name = context.getDisplayName();
    Method method = context.getRequiredTestMethod();
    String parameters =
        Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
    return name.endsWith(parameters)
            && !AnnotationSupport.isAnnotated(method, DisplayName.class)
            && !hasOverload(context.getRequiredTestClass(), method)
        ? name.substring(0, name.length() - parameters.length()).strip()
        : name;
  }

  private static boolean hasOverload(Class<?> type, Method method) {
    return !ReflectionSupport.findMethods(
            type,
            other ->
                !other.equals(method)
                    && other.getName().equals(method.getName())
                    && AnnotationSupport.isAnnotated(other, GuestTest.class),
            HierarchyTraversalMode.TOP_DOWN)
        .isEmpty();
  }
}
