package io.riffle.flow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How one step went.
 *
 * <pre>{@code
 * for (StepTrace trace : flow.traces()) {
 *   System.out.println(trace.step() + " took " + trace.duration().toMillis() + " ms");
 * }
 * }</pre>
 *
 * @param step which
 * @param command the command line that was run in the guest, or what stands for it
 * @param exitCode its exit status; -1 if there is none
 * @param duration how long it took
 * @param log file on this machine with what it said, if anything was kept
 * @param note one line on what it reached
 */
public record StepTrace(
    Step step, String command, int exitCode, Duration duration, Optional<Path> log, String note) {}
