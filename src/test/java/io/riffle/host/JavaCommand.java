package io.riffle.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of another JVM, the same as this one and with its class path. For what tests
 * cannot do in their own: end it, kill it, or give it another environment.
 */
public final class JavaCommand {
  /** Options of a JVM that lives shortly: it does not spend its time on compiling well. */
  public static final List<String> QUICK = List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1");

  private JavaCommand() {}

  /** Runs the class's {@code main} with the arguments; more may be added to the list. */
  public static List<String> of(Class<?> main, String... arguments) {
    return of(List.of(), main, arguments);
  }

  /** The same, by a JVM with options of its own. */
  public static List<String> of(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
