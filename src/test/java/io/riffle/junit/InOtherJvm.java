package io.riffle.junit;

import io.riffle.host.JavaCommand;
import io.riffle.host.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult.Status;

/** A JVM with another environment that runs test classes, or sees that the tools are there. */
final class InOtherJvm {
  private InOtherJvm() {}

  /** Runs the named classes; status 0 if all tests passed and there was one. */
  public static void main(String[] names) throws ClassNotFoundException {
    if (names.length == 0) {
      System.out.println(new RequiredTool("qemu-system-aarch64", "qemu-system-arm").require());
      System.exit(0);
    }
    Class<?>[] classes = new Class<?>[names.length];
    for (int i = 0; i < names.length; i++) {
      classes[i] = Class.forName(names[i]);
    }
    TestsRun run = TestsRun.of(classes);
    run.results.forEach((name, result) -> System.out.println(name + ": " + result.getStatus()));
    run.results.values().forEach(r -> r.getThrowable().ifPresent(Throwable::printStackTrace));
    System.out.println("skipped: " + run.skipped);
    boolean passed =
        !run.tests.isEmpty()
            && run.results.values().stream().allMatch(r -> r.getStatus() == Status.SUCCESSFUL);
    System.exit(passed ? 0 : 1);
  }

  record Ended(int status, String output) {}

  static Ended run(Map<String, String> environment, Path log, Duration limit, Class<?>... classes)
      throws IOException, InterruptedException {
    String[] names = Stream.of(classes).map(Class::getName).toArray(String[]::new);
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.of(JavaCommand.QUICK, InOtherJvm.class, names))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Ended(-1, "no end within " + limit + "\n" + Files.readString(log));
      }
      return new Ended(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }
}
