package io.riffle.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.riffle.guest.Guest;
import io.riffle.host.HostException;
import io.riffle.host.Scratch;
import io.riffle.shell.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches a run of a program of one thread: which of its functions are entered how often, when and
 * from where. The monitor does it with a breakpoint on each.
 *
 * <pre>{@code
 * Profiler profiler = new Profiler(installed, Duration.ofMinutes(1));
 * Optional<FoundPlace> place = profiler.find(List.of("solve", "rhs"));
 * }</pre>
 */
public final class Profiler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SMALL = Duration.ofSeconds(4);
  private static final String NAMES = "functions.txt";

  private final InstalledProgram program;
  private final Duration longestRun;

  /**
   * A profiler of an installed program.
   *
   * @param longestRun how long the program may run on hardware when nobody watches
   */
  public Profiler(InstalledProgram program, Duration longestRun) {
    this.program = program;
    this.longestRun = longestRun;
  }

  /**
   * Finds a sensible place to stop the program: the entry of a function that is entered often, with
   * frames below it, well inside the run. It takes two runs: the busy functions of the first are
   * not watched in the second, as they would distort its times. If nothing suits but busy
   * functions, two more runs look at them late in the run alone.
   *
   * @param functions names of the functions to choose from
   * @return nothing if none is entered with frames below it late enough
   * @throws io.riffle.shell.CommandFailedException if the program or the monitor fails
   */
  public Optional<FoundPlace> find(List<String> functions) {
    RunProfile rough = watch(functions, Duration.ZERO);
    RunProfile calm = watch(rough.names(true), Duration.ZERO);
    return PointFinder.find(rough.functions(), calm.functions())
        .or(
            () -> {
              List<String> busy = rough.names(false);
              return PointFinder.findLate(
                  rough.functions(),
                  watch(busy, share(calm.cpu(), PointFinder.LATE)).functions(),
                  watch(busy, share(calm.cpu(), PointFinder.LATEST)).functions());
            });
  }

  private static Duration share(Duration time, int percent) {
    return time.multipliedBy(percent).dividedBy(100);
  }

  private RunProfile watch(List<String> functions, Duration from) {
    Guest guest = program.guest();
    GuestLayout layout = program.layout();
    sendNames(functions, layout.folder() + "/" + NAMES);
    String command =
        "cd %1$s && cp --remove-destination %2$s %3$s && %4$s profile --functions %5$s"
            + " --from %7$d --stdout /dev/null --stderr /dev/null --timeout %6$d -- %3$s; code=$?;"
            + " rm -f %5$s; exit $code";
    CommandResult result =
        guest.run(
            command.formatted(
                layout.folder(),
                layout.binaryOf(guest.isa()),
                layout.binary(),
                GuestLayout.MONITOR,
                NAMES,
                guest.budget(longestRun).toSeconds(),
                from.toMillis()),
            // The monitor's own limit comes first, and says what it was that took too long.
            longestRun.plus(SMALL));
    return parse(result.orThrow().output());
  }

  private void sendNames(List<String> functions, String path) {
    try (Scratch scratch = Scratch.create("functions")) {
      Path names = scratch.path().resolve("names");
      Files.write(names, functions);
      program.guest().send(names, path);
    } catch (IOException e) {
      throw new HostException("cannot write a list of functions: " + e, e);
    }
  }

  /** Reads what the monitor says: a line for each function, and one with the program's time. */
  static RunProfile parse(String said) {
    List<String> lines = said.lines().toList();
    List<FunctionProfile> profiles = new ArrayList<>();
    for (String line : lines.subList(0, Math.max(0, lines.size() - 1))) {
      profiles.add(parse(line, FunctionProfile.class));
    }
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    return new RunProfile(profiles, Duration.ofMillis(parse(last, Time.class).cpuMillis()));
  }

  private record Time(long cpuMillis) {}

  private static <T> T parse(String line, Class<T> type) {
    try {
      return JSON.readValue(line, type);
    } catch (JsonProcessingException e) {
      throw new HostException("the monitor said no JSON: " + line, e);
    }
  }
}
