package io.riffle.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.riffle.guest.Guest;
import io.riffle.host.HostException;
import io.riffle.shell.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches a run of a program of one thread: which of its functions are entered how often, when and
 * from where. The monitor does it with a breakpoint on each.
 *
 * <pre>{@code
 * Profiler profiler = new Profiler(installed, Duration.ofMinutes(1));
 * List<FunctionProfile> profiles = profiler.profile(List.of("solve", "rhs"));
 * }</pre>
 */
public final class Profiler {
  private static final ObjectMapper JSON = new ObjectMapper();
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
   * Profiles the functions of these names. It takes two runs: the busy functions of the first are
   * not watched in the second, as they would distort its times.
   *
   * @return those that were entered, and watched in the second run
   * @throws io.riffle.shell.CommandFailedException if the program or the monitor fails
   */
  public List<FunctionProfile> profile(List<String> functions) {
    List<String> calm =
        watch(functions).stream()
            .filter(FunctionProfile::all)
            .map(FunctionProfile::function)
            .toList();
    return calm.isEmpty() ? List.of() : watch(calm);
  }

  private List<FunctionProfile> watch(List<String> functions) {
    Guest guest = program.guest();
    GuestLayout layout = program.layout();
    sendNames(functions, layout.folder() + "/" + NAMES);
    String command =
        "cd %1$s && cp --remove-destination %2$s %3$s && %4$s profile --functions %5$s"
            + " --stdout /dev/null --stderr /dev/null --timeout %6$d -- %3$s; code=$?;"
            + " rm -f %5$s; exit $code";
    CommandResult result =
        guest.run(
            command.formatted(
                layout.folder(),
                layout.binaryOf(guest.isa()),
                layout.binary(),
                GuestLayout.MONITOR,
                NAMES,
                guest.budget(longestRun).toSeconds()),
            longestRun);
    List<FunctionProfile> profiles = new ArrayList<>();
    for (String line : result.orThrow().output().lines().toList()) {
      profiles.add(parse(line));
    }
    return profiles;
  }

  private void sendNames(List<String> functions, String path) {
    try {
      Path names = Files.createTempFile("riffle-functions", ".txt");
      try {
        Files.write(names, functions);
        program.guest().send(names, path);
      } finally {
        Files.deleteIfExists(names);
      }
    } catch (IOException e) {
      throw new HostException("cannot write a list of functions: " + e, e);
    }
  }

  /** Reads what the monitor says of one function. */
  static FunctionProfile parse(String line) {
    try {
      return JSON.readValue(line, FunctionProfile.class);
    } catch (JsonProcessingException e) {
      throw new HostException("the monitor said no JSON: " + line, e);
    }
  }
}
