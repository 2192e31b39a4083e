package io.riffle.junit;

import io.riffle.isa.Isa;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test or class where this machine can run no guest of the ISA, with what is missing as the
 * reason. What can be installed is installed first (as root, or through a sudo that asks nothing).
 *
 * <pre>{@code
 * @EnabledIfGuest(Isa.AARCH64)
 * class ArmIT {
 *   @GuestTest(isa = Isa.AARCH64)
 *   void answers(Guest guest) {
 *     assertThat(guest).answers();
 *   }
 * }
 * }</pre>
 *
 * <p>A skipped test proves nothing and is easily overlooked. Where the environment variable {@code
 * CI} is {@code true}, the test fails instead, with the same reason.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GuestCondition.class)
public @interface EnabledIfGuest {
  /** The ISAs of which there must be guests; all of them if none is named. */
  Isa[] value() default {};
}
