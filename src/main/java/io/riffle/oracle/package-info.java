/**
 * Oracles: did a program that was rewritten still do its work?
 *
 * <p>{@link io.riffle.oracle.NpbOracle} looks at what a run left (a {@code
 * io.riffle.flow.Completed}) and says {@link io.riffle.oracle.Judgement}; {@link
 * io.riffle.oracle.StateOracle} compares a process before a dump with the one restored. Oracles run
 * nothing and know nothing of guests; that each can fail is shown by tests in which a flow is
 * broken on purpose.
 */
package io.riffle.oracle;
