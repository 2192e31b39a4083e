package io.riffle.guest;

/**
 * The accelerator to run guests of an ISA with on this machine.
 *
 * <pre>{@code
 * ProbedAccelerator found = starter.accelerator(GuestSpec.of(Isa.X86_64));
 * Duration limit = found.accelerator().budget(Isa.X86_64, Duration.ofSeconds(2));
 * }</pre>
 *
 * @param accelerator the accelerator
 * @param how one sentence for people on how it was chosen
 */
public record ProbedAccelerator(Accelerator accelerator, String how) {}
