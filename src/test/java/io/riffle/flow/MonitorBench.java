package io.riffle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.riffle.host.CrossCompiler;
import io.riffle.host.Home;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The monitor of this machine's ISA with small programs to try it on, in a scratch folder. */
final class MonitorBench {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> PROGRAM_OPTIONS = List.of("-O2", "-pthread", "-Wall", "-o");

  private final Path folder;
  private final MonitorBuild build;
  private final Set<Long> started = new HashSet<>();

  MonitorBench(Path folder) throws IOException {
    this.folder = folder;
    this.build = new MonitorBuild(new Home(folder.resolve("home")));
  }

  /** What one call of the monitor gave. */
  record Call(int exitCode, String line, String errors) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(line);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + line + errors, e);
      }
    }

    long pid() {
      return json().get("pid").asLong();
    }
  }

  static Isa hostIsa() {
    return Arrays.stream(Isa.values()).filter(Isa::isHost).findFirst().orElseThrow();
  }

  Path monitor(Isa isa) {
    return build.get(isa);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String text(String name) throws IOException {
    return Files.readString(file(name));
  }

  /** Compiles a test program of this package's resources for this machine. */
  void compile(String name, String binary, String... options) throws IOException {
    Path source = file(name + ".c");
    try (var in = MonitorBench.class.getResourceAsStream(name + ".c")) {
      Files.write(source, in.readAllBytes());
    }
    List<String> command = new ArrayList<>(CrossCompiler.command(hostIsa()));
    command.addAll(PROGRAM_OPTIONS);
    command.add(binary);
    command.addAll(List.of(options));
    command.add(source.toString());
    Tools.run(command, folder, LIMIT);
  }

  /** Calls the monitor with arguments that a space parts. */
  Call call(String arguments) throws IOException, InterruptedException {
    Call call = finish(start(arguments));
    if (!call.line.isEmpty() && call.json().has("pid")) {
      started.add(call.pid());
    }
    return call;
  }

  /** Spawns with fresh output files {@code out} and {@code err} and the status file. */
  Call spawn(String arguments) throws IOException, InterruptedException {
    return call("spawn --stdout out --stderr err --status status " + arguments);
  }

  Process start(String arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(monitor(hostIsa()).toString());
    command.addAll(List.of(arguments.split(" ")));
    return start(command);
  }

  Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(file("line").toFile())
        .redirectError(file("errors").toFile())
        .start();
  }

  Call finish(Process process) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("it returns").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Call(process.exitValue(), text("line"), text("errors"));
  }

  /** The status file's line, once the program has ended. */
  JsonNode awaitStatus() throws IOException, InterruptedException {
    Call waited = call("wait --status status --timeout 30");
    assertThat(waited.exitCode()).as(waited.errors()).isZero();
    return waited.json();
  }

  /** The exit status that the status file tells, or {@code null} as text after a signal. */
  String awaitExit() throws IOException, InterruptedException {
    return awaitStatus().get("status").asText();
  }

  void signal(String name, long pid) {
    // The shell has kill built in; the program of that name is in procps, which may be absent.
    Tools.run(List.of("sh", "-c", "kill -" + name + " " + pid), folder, LIMIT);
  }

  /** State letters of all threads, such as {@code TTTT}; empty if there is no such process. */
  static String states(long pid) throws IOException {
    StringBuilder states = new StringBuilder();
    for (Path task : tasks(pid)) {
      String stat = Files.readString(task.resolve("stat"));
      states.append(stat.charAt(stat.lastIndexOf(')') + 2));
    }
    return states.toString();
  }

  /** The pc of a stopped thread, as the kernel tells it. */
  static String pc(long pid, long tid) throws IOException {
    String line = Files.readString(Path.of("/proc/" + pid + "/task/" + tid + "/syscall"));
    return line.substring(line.lastIndexOf(' ') + 1).strip();
  }

  private static List<Path> tasks(long pid) throws IOException {
    Path folder = Path.of("/proc/" + pid + "/task");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> tasks = Files.list(folder)) {
      return tasks.toList();
    }
  }

  /** Whether nothing of the process runs any more; an orphan's zombie is its new parent's. */
  static boolean isGone(long pid) throws IOException {
    return states(pid).replace("Z", "").isEmpty();
  }

  static void awaitGone(long pid) {
    Awaitility.await("the end of " + pid).atMost(LIMIT).until(() -> isGone(pid));
  }

  /** Pids of the processes that were started from a binary of the scratch folder. */
  List<Long> running(String binary) throws IOException {
    String name = file(binary).toRealPath().toString();
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().filter(name::equals).isPresent())
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Ends what a test left behind. */
  void close() throws IOException {
    for (long pid : started) {
      if (!isGone(pid)) {
        signal("KILL", pid);
        awaitGone(pid);
      }
    }
    started.clear();
    for (String name : List.of("status", "status.part", "go", "out", "err", "line", "errors")) {
      Files.deleteIfExists(file(name));
    }
  }
}
