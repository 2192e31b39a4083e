package io.riffle.guest;

import io.riffle.isa.Isa;
import java.time.Duration;

/**
 * How QEMU runs a guest's instructions.
 *
 * <pre>{@code
 * Duration limit = Accelerator.TCG.budget(Isa.AARCH64, Duration.ofSeconds(2));
 * }</pre>
 */
public enum Accelerator {
  /** The host's CPU runs them; only for guests of the host's own ISA. */
  KVM,
  /** QEMU translates them. */
  TCG;

  /** The value of {@code -accel}. */
  String option() {
    return this == KVM ? "kvm" : "tcg,thread=multi";
  }

  /** The CPU model that goes with it. */
  String cpu(Isa isa) {
    return this == KVM ? isa.machine().kvmCpu() : isa.machine().tcgCpu();
  }

  /**
   * How long a guest may take for something.
   *
   * @param onHardware how long it may take on hardware
   */
  public Duration budget(Isa isa, Duration onHardware) {
    return this == KVM ? onHardware : onHardware.multipliedBy(isa.machine().tcgSlowdown());
  }
}
