/**
 * The flow by hand: guests in which a person types it.
 *
 * <p>{@link io.riffle.hand.HandGuest} starts them. In such a guest Riffle lies in {@code
 * /opt/riffle} ({@link io.riffle.hand.HandKit}): the programs of both ISAs, the monitor, the
 * scripts and the Makefile of {@code fixtures/by-hand}, and the shuffler with a class path of its
 * own ({@code ShufflerJar}), an archive of its classes as the guest's JVM has them in memory
 * ({@code ShufflerArchive}), and {@link io.riffle.hand.ShuffleMain} as its entry. Knows nothing of
 * suites and reports.
 */
package io.riffle.hand;
