/**
 * Commands and files on a machine that is reached over SSH.
 *
 * <p>{@link io.riffle.shell.Shell} keeps one connection and runs commands on it, each within a time
 * limit; {@link io.riffle.shell.RemoteDirectory} gives random access to files over SFTP, so that a
 * rewriter moves only the bytes it needs. Knows nothing of QEMU: the guests of {@code
 * io.riffle.guest} each bring a shell.
 */
package io.riffle.shell;
