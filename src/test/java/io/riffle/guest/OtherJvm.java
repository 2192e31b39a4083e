package io.riffle.guest;

import io.riffle.host.Home;
import io.riffle.host.JavaCommand;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM of its own that boots a guest and keeps it, to be killed. */
final class OtherJvm {
  /** What it prints when the guest has answered. */
  static final String READY = "ready";

  private OtherJvm() {}

  /** Boots a guest of the named ISA with artefacts in the named folder. */
  public static void main(String[] arguments) throws IOException {
    Isa isa = Isa.named(arguments[0]);
    Path artefacts = Files.createDirectories(Path.of(arguments[1]));
    try (Guest guest = start(isa, artefacts, Boolean.parseBoolean(arguments[2]))) {
      System.out.println(READY + " " + guest.endpoint().port());
      System.in.read();
    }
  }

  private static Guest start(Isa isa, Path artefacts, boolean resumes) {
    Home home = Home.fromEnvironment();
    if (resumes) {
      return GuestStarter.in(home).strictly().start(GuestSpec.of(isa), artefacts);
    }
    GuestImage image = new ImageStore(home).get(isa);
    return Guest.start(GuestConfig.of(image, Accelerator.TCG), artefacts);
  }

  /** Starts it with another RIFFLE_HOME. */
  static Process start(Isa isa, Path home, Path artefacts) throws IOException {
    return start(isa, home, artefacts, false);
  }

  /** The same, going on from a snapshot, which it makes if there is none. */
  static Process start(Isa isa, Path home, Path artefacts, boolean resumes) throws IOException {
    // Below a shell's background job SIGINT would be ignored.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(
        JavaCommand.of(
            JavaCommand.QUICK,
            OtherJvm.class,
            isa.displayName(),
            artefacts.toString(),
            Boolean.toString(resumes)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Nothing is resumed under KVM.
    builder
        .environment()
        .putAll(Map.of(Home.VARIABLE, home.toString(), AcceleratorProbe.VARIABLE, "tcg"));
    return builder.start();
  }
}
