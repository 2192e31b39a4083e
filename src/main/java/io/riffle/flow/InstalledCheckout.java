package io.riffle.flow;

import io.riffle.guest.Guest;
import io.riffle.host.HostException;
import io.riffle.shell.CommandResult;
import java.time.Duration;
import java.util.List;
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
  private static final Duration RESET = Duration.ofSeconds(20);
  private static final int TAIL = 1_500;
  private static final String HOME = "/root";

  private final Guest guest;
  private final Checkout checkout;
  private String hint;

  private InstalledCheckout(Guest guest, Checkout checkout) {
    this.guest = guest;
    this.checkout = checkout;
  }

  /**
   * Copies the checkout to the same path in the guest, builds it there and runs its set-up script.
   *
   * @param build a command line for the checkout's root, if it is to be built
   * @throws HostException if it cannot be read, or the build or the set-up fails; the message says
   *     which
   */
  public static InstalledCheckout install(Guest guest, Checkout checkout, Optional<String> build) {
    InstalledCheckout installed = new InstalledCheckout(guest, checkout);
    guest.sendAsTheyAre(CheckoutFiles.of(checkout.root()));
    installed.linkHome();
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

  /**
   * The published scripts insist on /home/$USER, whoever that is, and some on the checkout in it,
   * by its published name or by the one that it has here.
   */
  private void linkHome() {
    guest
        .run(
            "mkdir -p /home && ln -sfn %1$s /home/root && cd %1$s && for name in %2$s TransProc; do"
                    .formatted(HOME, quoted(String.valueOf(checkout.root().getFileName())))
                + " [ -e \"$name\" ] || [ -L \"$name\" ] || ln -s %s \"$name\" || exit; done"
                    .formatted(quoted(root())),
            SMALL)
        .orThrow();
  }

  /** Why a step may have failed, in a sentence; empty if nothing is known. */
  String hint() {
    if (hint == null) {
      hint = MissingModules.in(guest, root());
    }
    return hint;
  }

  private void inside(String folder, String command, String what, Duration limit) {
    CommandResult result =
        guest.run(
            "cd %s && export HOME=%s USER=root LOGNAME=root TRANSPROC=%s\n"
                    .formatted(quoted(folder), HOME, quoted(root()))
                + command,
            limit);
    if (!result.succeeded()) {
      String said = result.errors() + result.output();
      throw new HostException(
          "the checkout's %s failed with exit status %d: %s\n%s"
                  .formatted(
                      what,
                      result.exitCode(),
                      command,
                      said.substring(Math.max(0, said.length() - TAIL)))
              + hint());
    }
  }

  /** Whether a program's Makefile there has the target; its file need not be makeable yet. */
  public boolean has(String program, String target) {
    return MakeDriver.of(this, Checkout.process(program)).has(target);
  }

  /**
   * Gives a program's folder the content that it had at the first call in this guest, unless that
   * is large: a recipe may have written into it, and the next cell's begin is to be like the
   * first's.
   *
   * @throws HostException if the folder is not there
   */
  public void reset(String program) {
    guest.run(MakeDriver.of(this, Checkout.process(program)).line("reset"), RESET).orThrow();
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
