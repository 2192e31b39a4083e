/**
 * Workloads: which programs Riffle runs, and how they are built for each ISA.
 *
 * <p>{@link io.riffle.workload.Workloads} is the catalogue, {@link io.riffle.workload.NpbBuilder}
 * turns an entry of it into a static binary on this machine, and {@link
 * io.riffle.workload.LayoutAttacher} puts the frame layout into that binary. Builds with {@code
 * io.riffle.host}, and with {@code io.riffle.shuffle.layout} for the layout's meaning; knows
 * nothing of guests.
 */
package io.riffle.workload;
