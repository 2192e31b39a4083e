/**
 * Riffle in JUnit 5: guests, and programs taken through the flow in them, as fields and parameters
 * of tests.
 *
 * <pre>{@code
 * class KernelIT {
 *   @GuestTest
 *   void hasItsIsa(Guest guest, Isa isa) {
 *     assertThat(guest.run("uname -r", Duration.ofSeconds(1))).printed(isa.debianArchitecture());
 *   }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link io.riffle.junit.GuestTest} runs a test, or a class, once per ISA.
 *   <li>{@link io.riffle.junit.InjectGuest} asks for guests in fields and in plain {@code @Test}s.
 *   <li>{@link io.riffle.junit.FlowOf} names the program of a {@link io.riffle.flow.Flow}.
 *   <li>{@link io.riffle.junit.GuestSpecs} says what guests are, for several tests at once.
 *   <li>{@link io.riffle.junit.EnabledIfGuest} skips where no guest can run, or fails in CI.
 * </ul>
 *
 * <p>Guests come from one pool of the JVM ({@code LAUNCHER_SESSION} in JUnit's words), which lets
 * at most one thread a core have guests at work; so tests may run in parallel as JUnit is told to.
 * A test's guests end with the test, a class's with the class. When a test fails, the logs of its
 * guests become its file attachments. {@link io.riffle.junit.RiffleSession} is what the regression
 * suite's own tests share; its guests are not of that pool, and count apart.
 */
package io.riffle.junit;
