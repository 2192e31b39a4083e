package io.riffle.junit;

import io.riffle.isa.Isa;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asks for a guest. On a static field: one guest for all tests of the class. On an instance field:
 * a fresh guest for each test. On a parameter: a fresh guest for that test, or of a
 * {@code @BeforeAll} method one for the class.
 *
 * <pre>{@code
 * class MigrationIT {
 *   @InjectGuest(isa = Isa.X86_64) static Guest source;
 *   @InjectGuest(isa = Isa.AARCH64) Guest target;
 *
 *   @Test
 *   void bothAnswer(@InjectGuest(isa = Isa.X86_64, name = "third") Shell third) { ... }
 * }
 * }</pre>
 *
 * <p>What is injected goes by the type: {@link io.riffle.guest.Guest}, its {@link
 * io.riffle.shell.Shell}, {@link io.riffle.guest.GuestSpec}, {@link Isa}, or with {@link FlowOf} a
 * {@link io.riffle.flow.Flow}. Fields and parameters of one scope (one test, or one class) that ask
 * for the same ISA, spec and name see the same guest. In tests and classes with {@link GuestTest}
 * the ISA needs not be said.
 *
 * <p>If a test breaks the guest of a static field, the next finds a fresh one there; what a
 * {@code @BeforeAll} method did in the broken one is not done again. A class that runs once per ISA
 * ({@link GuestTest}) can have static fields only if its ISAs come one after the other: under
 * JUnit's parallel execution it needs {@code @Execution(ExecutionMode.SAME_THREAD)}.
 *
 * <p>The annotation is not called {@code Guest} because the class is: a file that holds guests
 * could not import both.
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GuestExtension.class)
public @interface InjectGuest {
  /** The guest's ISA, one at most; that of the {@link GuestTest} if none is named. */
  Isa[] isa() default {};

  /** What the guest is; as in the {@link GuestTest} if nothing is said. */
  Class<? extends GuestSpecs> spec() default GuestSpecs.class;

  /** Tells guests apart that are equal in all else. */
  String name() default "";
}
