/**
 * Riffle in JUnit 5: guests and cells of the ladder as test parameters.
 *
 * <pre>{@code
 * class KernelIT {
 *   @GuestTest
 *   void knowsItself(Guest guest, Isa isa) {
 *     String machine = guest.run("uname -m", Duration.ofSeconds(2)).orThrow().output();
 *     assertThat(machine.strip()).isEqualTo(isa.displayName().replace('-', '_'));
 *   }
 * }
 * }</pre>
 *
 * <p>{@link io.riffle.junit.GuestTest} runs a test once per ISA; {@link
 * io.riffle.junit.RiffleSession} is what all tests of a JVM share: one guest per ISA, and the
 * report that is written when the last test has ended.
 */
package io.riffle.junit;
