package io.riffle.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * One guest of the run. What could not be found out, because the guest never came up, is the empty
 * string.
 *
 * @param isa the ISA's name, such as {@code aarch64}
 * @param accelerator QEMU's accelerator, {@code tcg} or {@code kvm}
 * @param acceleratorProbe how it was chosen, in a sentence
 * @param qemuVersion version of the emulator
 * @param kernel release of the guest's kernel
 * @param criuVersion version of CRIU in the guest
 * @param imageKey key of the image in the cache
 * @param memoryMiB memory of the guest, in MiB
 * @param boot time from QEMU's start to the first command answered; zero if it never was
 * @param qemuCommand QEMU's command line, an element an argument
 * @param consoleLog the console's log, relative to the report's directory; may be empty
 */
public record GuestFacts(
    String isa,
    String accelerator,
    String acceleratorProbe,
    String qemuVersion,
    String kernel,
    String criuVersion,
    String imageKey,
    int memoryMiB,
    Duration boot,
    List<String> qemuCommand,
    String consoleLog) {

  /**
   * Copies the command line.
   *
   * @throws NullPointerException if a component is null; the message names it
   * @throws IllegalArgumentException if {@code consoleLog} is not a relative path inside the report
   */
  public GuestFacts {
    requireNonNull(isa, "isa");
    requireNonNull(accelerator, "accelerator");
    requireNonNull(acceleratorProbe, "acceleratorProbe");
    requireNonNull(qemuVersion, "qemuVersion");
    requireNonNull(kernel, "kernel");
    requireNonNull(criuVersion, "criuVersion");
    requireNonNull(imageKey, "imageKey");
    requireNonNull(boot, "boot");
    qemuCommand = Copies.of(qemuCommand, "qemuCommand");
    LogPath.check(consoleLog, "consoleLog");
  }
}
