/**
 * The regression suite: which cells there are, and running them on guests.
 *
 * <p>A cell is one workload of one class on one ISA, taken to one rung of the ladder. {@link
 * io.riffle.suite.SuiteRunner} runs the cells of a {@link io.riffle.suite.SuitePlan}, the ISAs side
 * by side, each in a guest of its own ({@link io.riffle.suite.GuestSession}); {@link
 * io.riffle.suite.CellRunner} takes one cell through its flow, has the oracle judge it, and makes
 * the cell of the report. The command line and the JUnit tests both stand on this package.
 */
package io.riffle.suite;
