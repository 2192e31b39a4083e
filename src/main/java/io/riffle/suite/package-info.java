/**
 * The regression suite: which cells there are, and running them on guests.
 *
 * <p>A cell is one workload of one class on one ISA, taken to one rung of the ladder with given
 * stops and seed; its name ({@link io.riffle.suite.CellNames}) says all of that. A {@link
 * io.riffle.suite.SuitePlan} says which cells there are, {@link io.riffle.suite.Profile} has
 * presets, {@link io.riffle.suite.Shard} splits them over machines. {@link
 * io.riffle.suite.RunningSuite} runs them on all cores, each worker with guests of its own ({@link
 * io.riffle.suite.GuestSession}); {@link io.riffle.suite.CellRunner} makes the cell of the report
 * of what a {@link io.riffle.suite.Climber} does, one for each kind of workload. The command line
 * and the JUnit tests both stand on this package.
 */
package io.riffle.suite;
