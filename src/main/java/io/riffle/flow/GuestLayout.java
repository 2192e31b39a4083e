package io.riffle.flow;

import io.riffle.isa.Isa;

/**
 * Paths in a guest, as users of the flow know them.
 *
 * <pre>{@code
 * GuestLayout layout = installed.layout();
 * guest.run("ls -l " + layout.images(), Duration.ofSeconds(1)).orThrow();
 * }</pre>
 *
 * @param home login directory
 * @param name the program's name
 */
public record GuestLayout(String home, String name) {
  /** The ptrace monitor. */
  public static final String MONITOR = "/usr/local/bin/riffle-monitor";

  private static final String ROOT_HOME = "/root";

  /** Where a program of that name lies in every guest. */
  static GuestLayout of(String program) {
    return new GuestLayout(ROOT_HOME, program);
  }

  /** The program's folder. */
  public String folder() {
    return home + "/" + name;
  }

  /** The folder of the binaries as they were built. */
  public String bin() {
    return folder() + "/bin";
  }

  /** The binary of an ISA as it was built, or as the user put it there. */
  public String binaryOf(Isa isa) {
    return bin() + "/" + name + "_" + isa;
  }

  /** The binary that is run, dumped, shuffled and restored. */
  public String binary() {
    return folder() + "/" + name;
  }

  /** The folder that CRIU dumps to. */
  public String images() {
    return folder() + "/images";
  }

  /** Where its standard output goes. */
  public String output() {
    return folder() + "/" + name + ".out";
  }

  /** Where its standard error goes. */
  public String errors() {
    return folder() + "/" + name + ".err";
  }

  /** Where the monitor that spawned says how the process ended. */
  public String spawnStatus() {
    return folder() + "/spawned.json";
  }

  /** Where the monitor that adopted the restored process says how it ended. */
  public String restoreStatus() {
    return folder() + "/restored.json";
  }

  /**
   * A command that lists the numbers of the processes whose executable lies in the folder. Names
   * would not do: the kernel cuts them, and others may have them.
   */
  String listPids() {
    return "find /proc/[0-9]*/exe -maxdepth 0 -lname %s -printf '%%h\\n' 2>/dev/null | cut -c 7-"
        .formatted(InstalledCheckout.quoted(folder() + "/*"));
  }

  /** The log of a step. */
  public String log(Step step) {
    return folder() + "/" + step + ".log";
  }
}
