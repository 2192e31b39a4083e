package io.riffle.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.riffle.guest.Guest;
import io.riffle.host.HostException;
import io.riffle.shell.CommandResult;
import io.riffle.shell.ShellException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the commands of steps in a guest and keeps a trace of each. Not for several threads.
 *
 * <pre>{@code
 * StepRunner steps = new StepRunner(guest, artefacts, step -> {});
 * steps.begin(Step.RUN);
 * steps.run(Step.RUN, "./counter", Optional.empty(), Duration.ofSeconds(5));
 * }</pre>
 */
public final class StepRunner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SMALL = Duration.ofSeconds(2);
  private static final int NO_STATUS = -1;

  private final Guest guest;
  private final Path artefacts;
  private final Consumer<Step> listener;
  private final List<StepTrace> traces = new ArrayList<>();

  /**
   * With no traces yet.
   *
   * @param artefacts existing folder that gets the logs of the steps
   * @param listener is told of each step when it begins
   */
  public StepRunner(Guest guest, Path artefacts, Consumer<Step> listener) {
    this.guest = guest;
    this.artefacts = artefacts;
    this.listener = listener;
  }

  /** The traces of the steps so far. */
  public List<StepTrace> traces() {
    return List.copyOf(traces);
  }

  /**
   * Runs a step's command.
   *
   * @param log path in the guest of the log that tells why it failed, besides its own output
   * @param onHardware how long it may take on hardware
   * @throws StepFailedException if it ends with another status than 0 or takes too long
   */
  public CommandResult run(Step step, String command, Optional<String> log, Duration onHardware) {
    listener.accept(step);
    try {
      CommandResult result = guest.run(command, onHardware);
      String said = result.errors() + result.output();
      Optional<Path> kept = keep(step, log, said);
      StepTrace trace = new StepTrace(step, command, result.exitCode(), result.elapsed(), kept, "");
      traces.add(trace);
      if (!result.succeeded()) {
        throw new StepFailedException(
            trace, "exit status " + result.exitCode(), log.map(this::tail).orElse("") + said);
      }
      return result;
    } catch (ShellException.TimedOut e) {
      StepTrace trace =
          new StepTrace(
              step, command, NO_STATUS, guest.budget(onHardware), keep(step, log, ""), "hung");
      traces.add(trace);
      throw new StepFailedException(
          trace,
          "no end within " + guest.budget(onHardware).toSeconds() + " s",
          log.map(this::tail).orElse(""));
    }
  }

  /** Adds to the trace of the last step what it reached. */
  public void note(String note) {
    StepTrace last = traces.remove(traces.size() - 1);
    traces.add(
        new StepTrace(
            last.step(), last.command(), last.exitCode(), last.duration(), last.log(), note));
  }

  /** Records a step that ran on this side since {@code start} (of {@link System#nanoTime}). */
  public void record(Step step, String command, int exitCode, long start, String said) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    traces.add(
        new StepTrace(step, command, exitCode, elapsed, keep(step, Optional.empty(), said), ""));
  }

  /** Keeps what the monitor says of the process after the last step. */
  void keepState(String json) {
    StepTrace last = traces.get(traces.size() - 1);
    long times = traces.stream().filter(trace -> trace.step() == last.step()).count();
    write(
        artefacts.resolve("state-after-" + last.step() + (times == 1 ? "" : "-" + times) + ".json"),
        json);
  }

  /** The failure of the step recorded last. */
  public StepFailedException failure(String why, String log) {
    return new StepFailedException(traces.get(traces.size() - 1), why, log);
  }

  /** The failure of the step recorded last, after which the program had ended. */
  StepFailedException endedBeforeStop() {
    return new StepFailedException(
        traces.get(traces.size() - 1), "the program ended before its next stop", "", true);
  }

  /** Says that a step begins that does not go through {@link #run}. */
  public void begin(Step step) {
    listener.accept(step);
  }

  /** Reads the monitor's line. */
  public <T> T parse(String line, Class<T> type) {
    try {
      return JSON.readValue(line, type);
    } catch (JsonProcessingException e) {
      throw failure("the monitor said no JSON: " + line, "");
    }
  }

  private String tail(String log) {
    return guest.run("tail -n 30 " + log + " 2>/dev/null", SMALL).output();
  }

  private Optional<Path> keep(Step step, Optional<String> log, String said) {
    long before = traces.stream().filter(trace -> trace.step() == step).count();
    Path file = artefacts.resolve(step + (before == 0 ? "" : "-" + (before + 1)) + ".log");
    write(file, said);
    if (log.isPresent()) {
      write(file, said + guest.run("cat " + log.get() + " 2>/dev/null", SMALL).output());
    }
    return Optional.of(file);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new HostException("cannot write " + file + ": " + e, e);
    }
  }
}
