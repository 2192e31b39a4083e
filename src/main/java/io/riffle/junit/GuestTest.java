package io.riffle.junit;

import io.riffle.isa.Isa;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a method: a test that runs once per ISA, with the ISA in its name. On a class: all tests of
 * the class run once per ISA; they are plain {@code @Test} methods then.
 *
 * <pre>{@code
 * class KernelIT {
 *   @GuestTest
 *   void hasItsIsa(Guest guest, Isa isa) {
 *     assertThat(guest.run("uname -r", Duration.ofSeconds(1)))
 *         .printed(isa.debianArchitecture());
 *   }
 * }
 * }</pre>
 *
 * <p>Parameters are injected by type: {@link io.riffle.guest.Guest}, {@link io.riffle.shell.Shell},
 * {@link Isa}, {@link io.riffle.guest.GuestSpec}, and with {@link FlowOf} a {@link
 * io.riffle.flow.Flow}. All of a test belong to one guest, a fresh one that nobody used before and
 * nobody will use after; or to the guest of the class, if there is one ({@link InjectGuest} on a
 * static field). A test with a parameter of the type {@link io.riffle.report.Rung} runs once per
 * ISA and rung of the ladder.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ClassTemplate
@ExtendWith({GuestTestExtension.class, GuestExtension.class})
public @interface GuestTest {
  /** The ISAs to run on; all of them if none is named. */
  Isa[] isa() default {};

  /**
   * What the guests are. If nothing is said, a method's are as in the {@link GuestTest} of its
   * class, and else they are {@link GuestSpecs.Standard}.
   */
  Class<? extends GuestSpecs> spec() default GuestSpecs.class;
}
