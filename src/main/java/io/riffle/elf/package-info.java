/**
 * Reading ELF binaries: sections, segments, symbols and call frame information.
 *
 * <p>{@link io.riffle.elf.ElfFile} is the door. Everything here is an immutable model over the
 * bytes of a {@link io.riffle.storage.ByteStore}, read when it is first asked for, so that the same
 * code serves a file of this machine, a file in a guest and a vDSO in dumped memory. Values that
 * Riffle has no name for are kept as the numbers they are. {@link io.riffle.elf.CallFrameInfo} says
 * for every pc where the caller's frame is; {@code io.riffle.shuffle.unwind} walks stacks with it.
 * The package knows the formats (System V gABI, LSB .eh_frame, DWARF 5) and nothing of processes.
 */
package io.riffle.elf;
