package io.riffle.flow;

import io.riffle.guest.Guest;
import io.riffle.host.Resources;
import io.riffle.shell.CommandResult;
import io.riffle.shell.ShellException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The Python modules that a checkout's scripts import and a guest lacks. This is a guess at why a
 * step failed, and no failure: scripts that nobody calls may import what they like.
 */
final class MissingModules {
  private static final String SCRIPT = "flow/python-modules.py";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Where Debian has modules that such tools import; the others are to be had elsewhere. */
  private static final Map<String, String> DEBIAN =
      Map.ofEntries(
          Map.entry("capstone", "python3-capstone"),
          Map.entry("elftools", "python3-pyelftools"),
          Map.entry("google", "python3-protobuf"),
          Map.entry("networkx", "python3-networkx"),
          Map.entry("numpy", "python3-numpy"),
          Map.entry("pexpect", "python3-pexpect"),
          Map.entry("protobuf", "python3-protobuf"),
          Map.entry("psutil", "python3-psutil"),
          Map.entry("ptrace", "python3-ptrace"),
          Map.entry("six", "python3-six"),
          Map.entry("unicorn", "python3-unicorn"),
          Map.entry("yaml", "python3-yaml"));

  private MissingModules() {}

  /** A sentence that lists them, each with its Debian package; empty if there are none. */
  static String in(Guest guest, String root) {
    try {
      CommandResult scan =
          guest.run(
              "cd / && python3 -c "
                  + InstalledCheckout.quoted(Resources.text(SCRIPT))
                  + " "
                  + InstalledCheckout.quoted(root),
              LIMIT);
      return scan.succeeded() ? sentence(scan.output().lines().toList()) : "";
    } catch (ShellException e) {
      // The step that failed is to be told, not this.
      return "";
    }
  }

  /**
   * Makes the sentence.
   *
   * @param found a module and the script that imports it, with a space between
   */
  static String sentence(List<String> found) {
    if (found.isEmpty()) {
      return "";
    }
    return "perhaps for want of Python modules that the checkout's scripts import and the guest"
        + " lacks: "
        + String.join(", ", found.stream().map(MissingModules::module).toList())
        + "; those with a package can be added with --guest-package PACKAGE";
  }

  private static String module(String found) {
    String name = found.substring(0, found.indexOf(' '));
    String script = found.substring(name.length() + 1);
    return name
        + " ("
        + (DEBIAN.containsKey(name) ? DEBIAN.get(name) : "no Debian package known")
        + ", for "
        + script
        + ")";
  }
}
