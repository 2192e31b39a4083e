package io.riffle.guest;

/**
 * The accelerator to run guests of an ISA with on this machine.
 *
 * @param accelerator the accelerator
 * @param how one sentence for people on how it was chosen
 */
public record ProbedAccelerator(Accelerator accelerator, String how) {}
