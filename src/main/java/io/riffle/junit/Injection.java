package io.riffle.junit;

import io.riffle.flow.Flow;
import io.riffle.flow.Pipeline;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestSpec;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.shell.Shell;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * One field or parameter that gets something.
 *
 * @param place where, for messages
 * @param type its type
 * @param asked what {@link InjectGuest} says, if it is there
 * @param program what {@link FlowOf} says, if it is there
 * @param context the context in which it is asked for
 */
record Injection(
    String place,
    Class<?> type,
    Optional<InjectGuest> asked,
    Optional<FlowOf> program,
    ExtensionContext context) {
  private static final List<Class<?>> OF_A_GUEST =
      List.of(Guest.class, Shell.class, Flow.class, Pipeline.class);
  private static final List<Class<?>> TYPES =
      Stream.concat(
              OF_A_GUEST.stream(), Stream.<Class<?>>of(Isa.class, GuestSpec.class, Rung.class))
          .toList();

  static Injection into(Field field, ExtensionContext context) {
    return new Injection(
        field.toString(),
        field.getType(),
        AnnotationSupport.findAnnotation(field, InjectGuest.class),
        AnnotationSupport.findAnnotation(field, FlowOf.class),
        context);
  }

  static Injection into(ParameterContext parameter, ExtensionContext context) {
    return new Injection(
        parameter.getParameter() + " of " + parameter.getDeclaringExecutable(),
        parameter.getParameter().getType(),
        parameter.findAnnotation(InjectGuest.class),
        parameter.findAnnotation(FlowOf.class),
        context);
  }

  static boolean isInjectable(Class<?> type) {
    return TYPES.contains(type);
  }

  /** Whether it says so itself, rather than by its type. */
  static boolean isAskedFor(Field field) {
    return AnnotationSupport.isAnnotated(field, InjectGuest.class)
        || AnnotationSupport.isAnnotated(field, FlowOf.class);
  }

  private static boolean isFlow(Class<?> type) {
    return type == Flow.class || type == Pipeline.class;
  }

  static String typeNames() {
    return TYPES.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
  }

  Object value() {
    if (program.isPresent() && !isFlow(type)) {
      throw wrong("@FlowOf makes a Flow or Pipeline, and its type is " + type.getSimpleName());
    }
    if (type == Rung.class) {
      return Invocation.find(context)
          .flatMap(Invocation::rung)
          .orElseThrow(() -> wrong("a Rung comes only as parameter of a @GuestTest method"));
    }
    if (type == Isa.class) {
      return isa();
    }
    if (type == GuestSpec.class) {
      return spec();
    }
    GuestScope.Key key = key();
    if (isFlow(type)) {
      FlowOf named = program.orElseThrow(() -> wrong("say which program by @FlowOf"));
      return Programs.flow(named, scope(key).guest(key), place);
    }
    Guest guest = scope(key).guest(key);
    return type == Shell.class ? guest.shell() : guest;
  }

  /** Whether it is made of one of these guests. */
  boolean isOf(Set<GuestScope.Key> guests) {
    return !guests.isEmpty() && OF_A_GUEST.contains(type) && guests.contains(key());
  }

  private GuestScope.Key key() {
    return new GuestScope.Key(spec(), asked.map(InjectGuest::name).orElse(""));
  }

  /** Who asks by the annotation gets a guest of his own; others take what is there. */
  private GuestScope scope(GuestScope.Key key) {
    GuestScope own = GuestScope.of(context);
    return asked.isPresent() || own.has(key)
        ? own
        : GuestScope.around(context).stream()
            .filter(scope -> scope.has(key))
            .findFirst()
            .orElse(own);
  }

  private Isa isa() {
    Isa[] named = asked.map(InjectGuest::isa).orElse(new Isa[0]);
    if (named.length > 1) {
      throw wrong("a guest has one ISA, and isa names " + named.length);
    }
    return named.length == 1
        ? named[0]
        : Invocation.find(context)
            .map(Invocation::isa)
            .orElseThrow(
                () ->
                    wrong(
                        "of which ISA? Say @InjectGuest(isa = ...),"
                            + " or put @GuestTest on the test or its class"));
  }

  private GuestSpec spec() {
    Class<? extends GuestSpecs> specs =
        asked
            .<Class<? extends GuestSpecs>>map(InjectGuest::spec)
            .filter(named -> named != GuestSpecs.class)
            .or(() -> Invocation.find(context).map(Invocation::specs))
            .orElse(GuestSpecs.Standard.class);
    GuestSpec spec = ReflectionSupport.newInstance(specs).spec(isa());
    if (spec.isa() != isa()) {
      throw wrong(specs.getName() + " was asked for " + isa() + " and gave " + spec.isa());
    }
    return spec;
  }

  private ExtensionConfigurationException wrong(String why) {
    return new ExtensionConfigurationException("cannot inject into " + place + ": " + why);
  }
}
