package io.riffle.flow;

import io.riffle.isa.Isa;

/**
 * Paths in a guest, as users of the flow know them.
 *
 * @param home login directory
 * @param name the program's name
 */
record GuestLayout(String home, String name) {
  static final String MONITOR = "/usr/local/bin/riffle-monitor";
  private static final String ROOT_HOME = "/root";

  /** Where a program of that name lies in every guest. */
  static GuestLayout of(String program) {
    return new GuestLayout(ROOT_HOME, program);
  }

  String folder() {
    return home + "/" + name;
  }

  String bin() {
    return folder() + "/bin";
  }

  /** The binary of an ISA as it was built, or as the user put it there. */
  String binaryOf(Isa isa) {
    return bin() + "/" + name + "_" + isa;
  }

  /** The binary that is run, dumped, shuffled and restored. */
  String binary() {
    return folder() + "/" + name;
  }

  String images() {
    return folder() + "/images";
  }

  String output() {
    return folder() + "/" + name + ".out";
  }

  String errors() {
    return folder() + "/" + name + ".err";
  }

  /** Where the monitor that spawned says how the process ended. */
  String spawnStatus() {
    return folder() + "/spawned.json";
  }

  /** Where the monitor that adopted the restored process says how it ended. */
  String restoreStatus() {
    return folder() + "/restored.json";
  }

  String log(Step step) {
    return folder() + "/" + step + ".log";
  }
}
