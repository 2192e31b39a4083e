package io.riffle.cli;

import io.riffle.cli.DoctorReport.GuestKind;
import io.riffle.cli.DoctorReport.Tool;
import io.riffle.guest.AcceleratorProbe;
import io.riffle.guest.ProbedAccelerator;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.host.HostMachine;
import io.riffle.host.HostSetup;
import io.riffle.host.RequiredTool;
import io.riffle.host.Tools;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Examines this machine; changes nothing on it but for a kept outcome of the KVM probe. */
final class Doctor {
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);

  private final HostSetup setup;
  private final Home home;

  Doctor(HostSetup setup, Home home) {
    this.setup = setup;
    this.home = home;
  }

  DoctorReport examine() {
    return new DoctorReport(
        VersionProvider.version(),
        HostMachine.read(),
        home.path(),
        freeBytes(),
        Arrays.stream(Isa.values()).map(this::guests).toList(),
        setup.tools().stream().map(Doctor::tool).distinct().toList(),
        setup.command());
  }

  private static Tool tool(RequiredTool tool) {
    return new Tool(tool.file(), tool.debianPackage(), tool.find());
  }

  /** Room on the file system that the folder is on, or will be. */
  private Optional<Long> freeBytes() {
    Path existing = home.path();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    // A file store would have to be a mount point, which a chroot's root is not.
    long bytes = existing.toFile().getUsableSpace();
    return bytes == 0 ? Optional.empty() : Optional.of(bytes);
  }

  private GuestKind guests(Isa isa) {
    Optional<String> emulator = emulator(isa);
    try {
      Optional<GuestImage> image = new ImageStore(home).find(isa);
      Optional<String> accelerator =
          emulator.isPresent() ? image.map(this::accelerator) : Optional.empty();
      return new GuestKind(
          isa, emulator, accelerator, image.map(GuestImage::folder), Optional.empty());
    } catch (HostException e) {
      return new GuestKind(
          isa, emulator, Optional.empty(), Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  private String accelerator(GuestImage image) {
    ProbedAccelerator probed = AcceleratorProbe.probe(image, home);
    return probed.accelerator() + ": " + probed.how();
  }

  private static Optional<String> emulator(Isa isa) {
    Isa.Machine machine = isa.machine();
    return new RequiredTool(machine.qemu(), machine.qemuPackage())
        .find()
        .map(
            qemu ->
                Tools.run(List.of(qemu.toString(), "--version"), Path.of("/"), VERSION_LIMIT)
                    .lines()
                    .findFirst()
                    .orElse("says no version"));
  }
}
