package io.riffle.junit;

import io.riffle.guest.GuestSpec;
import io.riffle.isa.Isa;

/**
 * Says what the guests of tests are, so that several tests can share it. A class of one's own that
 * implements it is named in {@link GuestTest#spec} or {@link InjectGuest#spec}; it needs a
 * constructor without parameters.
 *
 * <pre>{@code
 * final class WithJava implements GuestSpecs {
 *   public GuestSpec spec(Isa isa) {
 *     return GuestSpec.builder(isa).memoryMb(2048).packages("openjdk-17-jre-headless").build();
 *   }
 * }
 *
 * class JavaIT {
 *   @GuestTest(spec = WithJava.class)
 *   void runs(Guest guest) {
 *     assertThat(guest.run("java -version", Duration.ofSeconds(5))).succeeds();
 *   }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface GuestSpecs {
  /** What a guest of the ISA is. */
  GuestSpec spec(Isa isa);

  /** The guest that one gets without saying anything: {@link GuestSpec#of}. */
  final class Standard implements GuestSpecs {
    /** For JUnit. */
    public Standard() {}

    @Override
    public GuestSpec spec(Isa isa) {
      return GuestSpec.of(isa);
    }
  }
}
