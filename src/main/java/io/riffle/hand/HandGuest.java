package io.riffle.hand;

import io.riffle.guest.Guest;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.GuestStarter;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.host.Scratch;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Starts guests in which the flow is typed by hand: with {@code ~/bt}, {@code ~/cg} and the other
 * programs in the home of root, and of another user if one is asked for.
 */
public final class HandGuest {
  /** What is typed needs sudo and a JVM; the rest is what other implementations call. */
  static final Set<String> PACKAGES =
      Set.of("openjdk-17-jre-headless", "python3", "sudo", "sysvinit-utils");

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String USER = "[a-z][a-z0-9_-]{0,30}";

  private final Home home;
  private final Consumer<String> progress;

  private HandGuest(Home home, Consumer<String> progress) {
    this.home = home;
    this.progress = progress;
  }

  /**
   * Guests with what is built kept in the given folder.
   *
   * @param progress is told what is about to be done, in a few words
   */
  public static HandGuest in(Home home, Consumer<String> progress) {
    return new HandGuest(home, progress);
  }

  static GuestSpec bare(Isa isa) {
    return GuestSpec.builder(isa).packages(PACKAGES.toArray(String[]::new)).build();
  }

  /**
   * Starts a guest and lays the programs out for root.
   *
   * @param memoryMb RAM in MiB
   * @param names which programs, of {@link HandKit#names}
   * @param artefacts existing folder that gets the guest's logs
   */
  public Guest start(Isa isa, int memoryMb, List<String> names, Path artefacts) {
    try (Scratch scratch = Scratch.create("kit")) {
      GuestSpec.Builder spec = bare(isa).toBuilder().memoryMb(memoryMb);
      new HandKit(home, progress).files(isa, names, scratch.path()).forEach(spec::file);
      Guest guest = GuestStarter.in(home).telling(progress).start(spec.build(), artefacts);
      try {
        HandKit.settle(guest);
        guest.run(setup(isa), LIMIT).orThrow();
        return guest;
      } catch (RuntimeException | Error e) {
        guest.close();
        throw e;
      }
    } catch (IOException e) {
      throw new HostException("cannot prepare the " + isa + " guest: " + e, e);
    }
  }

  /**
   * Adds a user who may log in with root's key and use sudo, and lays the programs out for them.
   *
   * @throws IllegalArgumentException if that is no name of a user
   */
  public static void addUser(Guest guest, String name) {
    checkUser(name);
    guest
        .run(
            """
            set -e
            useradd -m -U -s /bin/bash -p '*' %1$s
            echo '%1$s ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/%1$s
            chmod 440 /etc/sudoers.d/%1$s
            install -d -m 700 -o %1$s -g %1$s /home/%1$s/.ssh
            install -m 600 -o %1$s -g %1$s /root/.ssh/authorized_keys /home/%1$s/.ssh
            su %1$s -c 'HOME=/home/%1$s %2$s'"""
                .formatted(name, setup(guest.isa())),
            LIMIT)
        .orThrow();
  }

  /**
   * Checks the name of a user to be added.
   *
   * @throws IllegalArgumentException if it is none; the message says what is
   */
  public static void checkUser(String name) {
    if (!name.matches(USER)) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name of a user: use lower-case letters, digits, - and _");
    }
  }

  private static String setup(Isa isa) {
    return HandKit.ROOT + "/setup_" + isa + ".sh";
  }
}
