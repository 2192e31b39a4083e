package io.riffle.flow;

import io.riffle.guest.Guest;
import io.riffle.host.HostException;
import io.riffle.shell.CommandResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@link Checkout} that lies in a guest, is built and set up there.
 *
 * <pre>{@code
 * InstalledCheckout installed =
 *     InstalledCheckout.install(guest, Checkout.at(Path.of("transproc")), Optional.of("make"));
 * }</pre>
 */
public final class InstalledCheckout {
  /** Debian packages that guests for it have: make is there, the rest is what recipes call. */
  public static final Set<String> PACKAGES = Set.of("python3", "sudo", "sysvinit-utils");

  private static final Duration BUILD = Duration.ofMinutes(10);
  private static final Duration SMALL = Duration.ofSeconds(10);
  private static final int TAIL = 1_500;
  private static final String HOME = "/root";

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

  private final Guest guest;
  private final Checkout checkout;

  private InstalledCheckout(Guest guest, Checkout checkout) {
    this.guest = guest;
    this.checkout = checkout;
  }

  /**
   * Copies the checkout to the same path in the guest, builds it there and runs its set-up script.
   *
   * @param build a command line for the checkout's root, if it is to be built
   * @throws HostException if its tools lack Python modules, or the build or the set-up fails; the
   *     message says which
   */
  public static InstalledCheckout install(Guest guest, Checkout checkout, Optional<String> build) {
    InstalledCheckout installed = new InstalledCheckout(guest, checkout);
    try {
      guest.sendAll(checkout.files());
      installed.requireModules(checkout.pythonModules());
    } catch (IOException e) {
      throw new HostException("cannot read the checkout " + checkout.root() + ": " + e, e);
    }
    // The published scripts insist on /home/$USER, whoever that is.
    guest.run("mkdir -p /home && ln -sfn /root /home/root", SMALL).orThrow();
    build.ifPresent(
        command -> installed.inside(checkout.root().toString(), command, "build command", BUILD));
    String setup = checkout.setup(guest.isa());
    if (!setup.isEmpty()) {
      installed.inside(
          checkout.root().resolve(Checkout.PROGRAMS).toString(),
          "bash ./" + setup,
          "set-up script " + setup,
          SMALL);
    }
    return installed;
  }

  private void requireModules(Set<String> modules) {
    if (modules.isEmpty()) {
      return;
    }
    String names = String.join(" ", modules);
    List<String> missing =
        guest
            .run(
                "python3 -c 'import sys, importlib.util as u\n"
                    + "print(*[m for m in sys.argv[1:] if m not in sys.builtin_module_names and"
                    + " u.find_spec(m) is None], sep=\"\\n\")' "
                    + names,
                SMALL)
            .orThrow()
            .output()
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    if (!missing.isEmpty()) {
      throw new HostException(
          "the checkout's tools import Python modules that the guest lacks: "
              + String.join(", ", missing.stream().map(InstalledCheckout::module).toList())
              + "; those with a package can be added with --guest-package PACKAGE");
    }
  }

  private static String module(String name) {
    return name
        + (DEBIAN.containsKey(name) ? " (" + DEBIAN.get(name) + ")" : " (no Debian package known)");
  }

  private void inside(String folder, String command, String what, Duration limit) {
    CommandResult result =
        guest.run(
            "cd " + quoted(folder) + " && export HOME=/root USER=root LOGNAME=root\n" + command,
            limit);
    if (!result.succeeded()) {
      String said = result.errors() + result.output();
      throw new HostException(
          "the checkout's %s failed with exit status %d: %s\n%s"
              .formatted(
                  what,
                  result.exitCode(),
                  command,
                  said.substring(Math.max(0, said.length() - TAIL))));
    }
  }

  Guest guest() {
    return guest;
  }

  String root() {
    return checkout.root().toString();
  }

  /**
   * Where a process of that name is run.
   *
   * @throws HostException if no folder that it may lie in has a Makefile
   */
  String folder(String process) {
    List<String> folders = checkout.folders(process, HOME);
    String quoted = String.join(" ", folders.stream().map(InstalledCheckout::quoted).toList());
    CommandResult found =
        guest.run(
            "for d in "
                + quoted
                + "; do [ -f \"$d/Makefile\" ] && echo \"$d\" && exit; done; exit 1",
            SMALL);
    if (!found.succeeded()) {
      throw new HostException(
          "the checkout has no Makefile of "
              + process
              + " in the guest: looked in "
              + String.join(", ", folders));
    }
    return found.output().strip();
  }

  /** For a shell. */
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
