package io.riffle.cli;

import io.riffle.guest.Guest;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.GuestStarter;
import io.riffle.hand.HandGuest;
import io.riffle.hand.HandKit;
import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.setup.Requirements;
import io.riffle.shell.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Boots guests for somebody to log in to, with the flow to be typed by hand. */
@Command(
    name = "boot",
    description = {
      "Boots a guest, or one of each ISA, and prints the ssh line that logs in to it.",
      "In the guest lie ~/bt, ~/cg, ... and ~/redis-server, with make spawn, make dump,",
      "make shuffle and make restore. The guest and its disk are gone after Ctrl-C, or when",
      "the guest's kernel stops."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  riffle boot aarch64",
      "  riffle boot both --user ada",
      "  riffle boot x86-64 --bare --memory 4096"
    })
final class BootCommand implements Callable<Integer> {
  private static final int LEAST_MEMORY_MB = 128;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String BOTH = "both";

  @Spec private CommandSpec spec;

  @Mixin private ColdOption cold;

  @Parameters(
      paramLabel = "ISA",
      completionCandidates = Which.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String which;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      defaultValue = "1024",
      description = "RAM in MiB (default ${DEFAULT-VALUE}).")
  private int memoryMb;

  @Option(
      names = "--bare",
      description = "The image that tests use: without Java and sudo, nothing laid out.")
  private boolean bare;

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "NAME",
      description = "Programs to lay out, all of them by default.")
  private List<String> workloads;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Add a user who is not root, but may use sudo.")
  private String user;

  private volatile boolean failed;

  /** What may be booted. */
  static final class Which implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      List<String> all = new ArrayList<>();
      new IsaConverter.Names().forEach(all::add);
      all.add(BOTH);
      return all.iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Isa> isas = isas();
    check();
    PrintWriter out = spec.commandLine().getOut();
    Requirements.ensure(out::println);
    // Made once, so that the end of this JVM finds it also while a guest boots.
    Path folder = Files.createTempDirectory("riffle-boot-");
    List<Guest> guests = new ArrayList<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(guests, folder), "riffle-boot-end"));
    try {
      start(isas, folder, guests, out);
      for (Guest guest : guests) {
        tell(guest, out);
      }
    } catch (IOException | RuntimeException e) {
      failed = true;
      LogFolder.tell(folder, spec.commandLine().getErr());
      throw e;
    }
    out.println("Ctrl-C ends " + (guests.size() == 1 ? "the guest." : "the guests."));
    Awaitility.await()
        .forever()
        .pollInterval(POLL)
        .until(() -> guests.stream().noneMatch(Guest::isAlive));
    out.println(guests.size() == 1 ? "The guest has ended." : "The guests have ended.");
    return ExitCode.OK;
  }

  private List<Isa> isas() {
    if (which.equals(BOTH)) {
      return List.of(Isa.values());
    }
    try {
      return List.of(Isa.named(which));
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage() + ", or " + BOTH);
    }
  }

  private void check() {
    if (memoryMb < LEAST_MEMORY_MB) {
      throw usage("--memory " + memoryMb + " is too little: give " + LEAST_MEMORY_MB + " or more");
    }
    if (bare && user != null) {
      throw usage("--user " + user + " needs sudo, which a --bare guest lacks: drop one of them");
    }
    if (user != null) {
      try {
        HandGuest.checkUser(user);
      } catch (IllegalArgumentException e) {
        throw usage("--user: " + e.getMessage());
      }
    }
    if (bare && workloads != null) {
      throw usage("a --bare guest has nothing laid out: drop --bare or --workload");
    }
    for (String name : workloads()) {
      if (!HandKit.names().contains(name)) {
        throw usage("unknown workload '" + name + "': use " + String.join(", ", HandKit.names()));
      }
    }
  }

  private List<String> workloads() {
    return workloads == null ? HandKit.names() : workloads;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void start(List<Isa> isas, Path folder, List<Guest> guests, PrintWriter out)
      throws IOException {
    List<CompletableFuture<Guest>> starting = new ArrayList<>();
    for (Isa isa : isas) {
      Path artefacts = Files.createDirectory(folder.resolve(isa.displayName()));
      out.println("booting the " + isa + " guest; its console: " + artefacts + "/console.log");
      starting.add(CompletableFuture.supplyAsync(() -> start(isa, artefacts, out)));
    }
    for (CompletableFuture<Guest> each : starting) {
      try {
        Guest guest = each.join();
        synchronized (guests) {
          guests.add(guest);
        }
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
  }

  private Guest start(Isa isa, Path artefacts, PrintWriter out) {
    Home home = Home.fromEnvironment();
    if (bare) {
      return GuestStarter.in(home)
          .telling(step -> out.println("  " + isa + ": " + step))
          .start(GuestSpec.builder(isa).memoryMb(memoryMb).build(), artefacts);
    }
    HandGuest hand = HandGuest.in(home, step -> out.println("  " + isa + ": " + step));
    Guest guest = hand.start(isa, memoryMb, workloads(), artefacts);
    if (user != null) {
      HandGuest.addUser(guest, user);
    }
    return guest;
  }

  private void tell(Guest guest, PrintWriter out) throws IOException {
    Endpoint endpoint = guest.endpoint();
    Path knownHosts = guest.artefacts().resolve("known_hosts");
    Files.writeString(knownHosts, SshLine.knownHost(endpoint) + "\n");
    out.println(
        "%s ready after %.1f s; log in with"
            .formatted(guest.isa(), guest.bootTime().toMillis() / 1e3));
    out.println();
    String line = SshLine.command(endpoint, knownHosts);
    out.println("  " + line);
    if (user != null) {
      out.println("  " + line.replace("root@", user + "@"));
    }
    out.println();
  }

  /** What is left goes when this JVM ends, as after Ctrl-C; logs of a failure stay. */
  private void end(List<Guest> guests, Path folder) {
    synchronized (guests) {
      guests.forEach(Guest::close);
    }
    if (!failed) {
      FileTree.deleteIfPossible(folder);
    }
  }
}
