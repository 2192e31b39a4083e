/**
 * The flow: spawn, dump, shuffle, restore, complete, each a typed step with its own result.
 *
 * <p>{@link io.riffle.flow.Pipeline} is what an implementation of it can be asked for, and {@link
 * io.riffle.flow.Flow} is Riffle's own: it drives one program in one guest, in the directory that
 * users know ({@code ~/ep/bin/ep_x86-64}, {@code ~/ep/bin/ep_aarch64}, {@code ~/ep/ep}). It says
 * what happened and judges nothing: that is {@code io.riffle.oracle}'s. Processes are stopped by
 * the ptrace monitor ({@code src/main/native/monitor}), dumped and restored by the guest's stock
 * CRIU, and rewritten by {@code io.riffle.shuffle} from this side, over SFTP.
 */
package io.riffle.flow;
