/**
 * The command line: what users type, and what they are told.
 *
 * <p>{@link io.riffle.cli.Main} is the jar's entry; each subcommand is a class of its own that
 * reads its options, has the packages below do the work and prints. {@link io.riffle.cli.ExitCode}
 * says what the exit status means; {@link io.riffle.cli.ErrorHandler} turns what was thrown into
 * one clear message and that status. The launcher {@code riffle} at the top of the repository
 * builds the jar and starts it. Nothing depends on this package.
 */
package io.riffle.cli;
