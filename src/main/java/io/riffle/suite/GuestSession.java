package io.riffle.suite;

import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.guest.AcceleratorProbe;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestConfig;
import io.riffle.guest.ProbedAccelerator;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import io.riffle.report.GuestFacts;
import io.riffle.report.ReportDirectory;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The guest of one ISA for a whole run: booted when it is first needed, replaced when it broke,
 * with each program installed once. Not safe for use by several threads.
 */
public final class GuestSession implements AutoCloseable {
  private final Isa isa;
  private final Home home;
  private final ReportDirectory report;
  private final SuiteListener listener;
  private final Map<Workload, InstalledProgram> installed = new HashMap<>();
  private Guest guest;
  private GuestFacts facts;
  private int boots;

  /** A session whose logs go into the report's directory. */
  public GuestSession(Isa isa, Home home, ReportDirectory report, SuiteListener listener) {
    this.isa = isa;
    this.home = home;
    this.report = report;
    this.listener = listener;
  }

  /** The session's ISA. */
  public Isa isa() {
    return isa;
  }

  /**
   * The running guest, booted now if there is none.
   *
   * @throws io.riffle.guest.GuestException if it does not boot
   * @throws HostException if this machine cannot run it
   */
  public Guest guest() {
    if (guest == null) {
      listener.preparing(isa, "building the image");
      GuestImage image = new ImageStore(home).get(isa);
      listener.preparing(isa, "looking for an accelerator");
      ProbedAccelerator accelerator = AcceleratorProbe.probe(image, home);
      listener.preparing(isa, "booting");
      Path folder = report.path().resolve("guests").resolve(isa + "-" + ++boots);
      createFolder(folder);
      guest = Guest.start(GuestConfig.of(image, accelerator.accelerator()), folder);
      facts = GuestFactsReader.read(guest, accelerator, report);
    }
    return guest;
  }

  /** The workload's program in the guest, built and installed now if need be. */
  public InstalledProgram program(Workload workload) {
    Guest running = guest();
    InstalledProgram program = installed.get(workload);
    if (program == null) {
      listener.preparing(isa, "building " + workload.id());
      Map<Isa, Path> binaries = new EnumMap<>(Isa.class);
      NpbBuilder builder = NpbBuilder.bundled(BuildCache.of(home));
      for (Isa each : Isa.values()) {
        binaries.put(each, builder.build(workload, each).binary());
      }
      listener.preparing(isa, "installing " + workload.id());
      program =
          InstalledProgram.install(
              running, new Program(workload.name(), binaries), new MonitorBuild(home).get(isa));
      installed.put(workload, program);
    }
    return program;
  }

  /** What the report says of the guest; empty if none ever ran. */
  public Optional<GuestFacts> facts() {
    return Optional.ofNullable(facts);
  }

  /** Throws the guest away, after saving what tells how it was; the next use boots another. */
  public void discardBroken() {
    if (guest != null) {
      guest.diagnose();
      close();
    }
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new HostException("cannot make the folder " + folder + ": " + e, e);
    }
  }

  @Override
  public void close() {
    if (guest != null) {
      guest.close();
      guest = null;
      installed.clear();
    }
  }
}
