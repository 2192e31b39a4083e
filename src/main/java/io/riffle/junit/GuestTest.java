package io.riffle.junit;

import io.riffle.isa.Isa;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once per ISA, in the guest of that ISA which all tests of the JVM share. It may
 * have parameters of the types {@link io.riffle.guest.Guest}, {@link Isa} and {@link
 * RiffleSession}. Tests of the same ISA wait for each other.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(GuestTestExtension.class)
public @interface GuestTest {
  /** The ISAs to run on; all of them if none is named. */
  Isa[] isa() default {};
}
