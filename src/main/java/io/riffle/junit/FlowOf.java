package io.riffle.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says which program a {@link io.riffle.flow.Flow} takes through spawn, dump, shuffle, restore. One
 * of the four ways to name it is given. On a field or a parameter; the flow's guest is the one that
 * the test has, or one that {@link InjectGuest} beside it asks for.
 *
 * <pre>{@code
 * class CounterIT {
 *   @GuestTest
 *   void survivesAShuffle(@FlowOf(source = "src/test/c/counter.c") Flow flow) {
 *     Completed reference = flow.run();
 *     flow.spawn(StopPoint.parse("step:10"));
 *     flow.dump();
 *     flow.shuffle(ShuffleOptions.seeded(42));
 *     flow.restore();
 *     assertThat(flow.complete()).endedWell().hasSameOutputAs(reference).leftNoProcess();
 *   }
 * }
 * }</pre>
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GuestExtension.class)
public @interface FlowOf {
  /**
   * C sources, compiled together for each ISA by clang with {@code -O2} into a static binary that
   * carries its frame layout. Paths are relative to the working directory, which Maven and Gradle
   * set to the project's.
   */
  String[] source() default {};

  /**
   * A binary for each ISA; {@code {isa}} in the path stands for {@code x86-64} or {@code aarch64}.
   * To be shuffled it must carry its frame layout; dump and restore take any.
   */
  String binary() default "";

  /** A kernel of the NAS Parallel Benchmarks with its class, such as {@code is.S}. */
  String workload() default "";

  /** Code that makes the binaries; the class needs a constructor without parameters. */
  Class<? extends ProgramFactory> factory() default ProgramFactory.class;

  /** What the program is started with; if there is any, instead of what a factory says. */
  String[] arguments() default {};

  /** How long the program may run, in seconds on hardware; under emulation it is given more. */
  int longestRunSeconds() default 10;
}
