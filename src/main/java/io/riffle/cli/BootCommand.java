package io.riffle.cli;

import io.riffle.guest.AcceleratorProbe;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.GuestStarter;
import io.riffle.guest.ProbedAccelerator;
import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import io.riffle.setup.Requirements;
import io.riffle.shell.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Boots a guest for somebody to log in to. */
@Command(
    name = "boot",
    description = {
      "Boots a guest and prints the ssh line that logs in to it.",
      "The guest and its disk are gone after Ctrl-C, or when the guest's kernel stops."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  riffle boot aarch64", "  riffle boot x86-64 --memory 4096"})
final class BootCommand implements Callable<Integer> {
  private static final int LEAST_MEMORY_MB = 128;
  private static final Duration POLL = Duration.ofMillis(200);

  @Spec private CommandSpec spec;

  @Mixin private ColdOption cold;

  @Parameters(
      paramLabel = "ISA",
      converter = IsaConverter.class,
      completionCandidates = IsaConverter.Names.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Isa isa;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      defaultValue = "1024",
      description = "RAM in MiB (default ${DEFAULT-VALUE}).")
  private int memoryMb;

  @Override
  public Integer call() throws IOException {
    if (memoryMb < LEAST_MEMORY_MB) {
      throw new ParameterException(
          spec.commandLine(),
          "--memory " + memoryMb + " is too little: give " + LEAST_MEMORY_MB + " or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    Requirements.ensure(out::println);
    Home home = Home.fromEnvironment();
    ImageStore images = new ImageStore(home);
    if (images.find(isa).isEmpty()) {
      out.println("building the " + isa + " image, about half a minute ...");
    }
    GuestImage image = images.get(isa);
    ProbedAccelerator probed = AcceleratorProbe.probe(image, home);
    Path artefacts = Files.createTempDirectory("riffle-boot-");
    out.println(
        "booting the "
            + isa
            + " guest ("
            + probed.how()
            + "); its console: "
            + artefacts
            + "/console.log");
    GuestSpec guest = GuestSpec.builder(isa).memoryMb(memoryMb).build();
    stay(
        GuestStarter.in(home).telling(step -> out.println("  " + step)).start(guest, artefacts),
        out);
    return ExitCode.OK;
  }

  /** Waits for the guest's end; what is left then goes when this JVM ends, as after Ctrl-C. */
  private static void stay(Guest guest, PrintWriter out) throws IOException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(guest), "riffle-boot-end"));
    Endpoint endpoint = guest.endpoint();
    Path knownHosts = guest.artefacts().resolve("known_hosts");
    Files.writeString(knownHosts, SshLine.knownHost(endpoint) + "\n");
    out.println("ready after %.1f s; log in with".formatted(guest.bootTime().toMillis() / 1e3));
    out.println();
    out.println("  " + SshLine.command(endpoint, knownHosts));
    out.println();
    out.println("Ctrl-C ends the guest.");
    Awaitility.await().forever().pollInterval(POLL).until(() -> !guest.isAlive());
    out.println("The guest has ended.");
  }

  private static void end(Guest guest) {
    guest.close();
    FileTree.deleteIfPossible(guest.artefacts());
  }
}
