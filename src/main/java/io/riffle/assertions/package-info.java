/**
 * AssertJ assertions for what happens in guests: runs of programs, commands, and the guests
 * themselves.
 *
 * <p>{@link io.riffle.assertions.RiffleAssertions} is the one import. It brings AssertJ's own with
 * it:
 *
 * <pre>{@code
 * import static io.riffle.assertions.RiffleAssertions.assertThat;
 *
 * assertThat(guest.run("uname -m", Duration.ofSeconds(1))).succeeds().printed("aarch64");
 * assertThat(flow.complete()).isVerified().hasSameOutputAs(reference).leftNoProcess();
 * }</pre>
 *
 * <p>Each message names the guest, the step, the elapsed time and the log, so that a failure in a
 * build's log says where to look.
 */
package io.riffle.assertions;
