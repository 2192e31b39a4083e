/**
 * Walking the stacks of dumped threads.
 *
 * <p>{@link io.riffle.shuffle.unwind.Unwinder} joins the call frame information of {@code
 * io.riffle.elf} with the registers and memory of {@code io.riffle.criu} and yields the {@link
 * io.riffle.shuffle.unwind.Frame}s of a thread, innermost first, through libc, signal trampolines
 * and the vDSO. It is strict: a walk that does not end where a stack ends is an error, since a
 * frame that is missed would not be rewritten.
 */
package io.riffle.shuffle.unwind;
