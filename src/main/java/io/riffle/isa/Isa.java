package io.riffle.isa;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An instruction set architecture that Riffle has guests for, with the data that differ between
 * them. Register numbers are those of DWARF for the ISA (System V x86-64 psABI figure 3.36; DWARF
 * for the Arm 64-bit Architecture, section 4.1).
 *
 * <pre>{@code
 * for (Isa isa : Isa.values()) {
 *   System.out.println(isa + " is " + isa.triple() + " to a compiler");
 * }
 * }</pre>
 */
public enum Isa {
  X86_64(
      "x86-64",
      "amd64",
      "x86_64-linux-gnu",
      62,
      new Registers(17, 7, 6, 16, 16, List.of(3, 6, 7, 12, 13, 14, 15)),
      new Machine(
          "qemu-system-x86_64",
          "qemu-system-x86",
          "q35",
          "max",
          "max",
          "ttyS0",
          15,
          List.of("x86_64", "amd64"))),
  AARCH64(
      "aarch64",
      "arm64",
      "aarch64-linux-gnu",
      183,
      new Registers(32, 31, 29, 30, 16, List.of(19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 31)),
      new Machine(
          "qemu-system-aarch64",
          "qemu-system-arm",
          "virt",
          "cortex-a72",
          "host",
          "ttyAMA0",
          15,
          List.of("aarch64", "arm64")));

  /**
   * DWARF register numbers with a role.
   *
   * @param count how many general registers an unwinder tracks, numbered from 0
   * @param stackPointer rsp or sp
   * @param framePointer rbp or x29
   * @param returnAddress the return address column of .eh_frame: RA (16) or x30
   * @param stackAlignment alignment of the stack pointer at a call, in bytes
   * @param calleeSaved general registers that a call leaves unchanged
   */
  public record Registers(
      int count,
      int stackPointer,
      int framePointer,
      int returnAddress,
      int stackAlignment,
      List<Integer> calleeSaved) {}

  /**
   * How QEMU emulates the ISA.
   *
   * @param qemu name of the emulator's executable
   * @param qemuPackage the Debian package it comes in
   * @param type machine type
   * @param tcgCpu CPU model under TCG
   * @param kvmCpu CPU model under KVM
   * @param console the kernel's name of the first serial port
   * @param tcgSlowdown how many times longer a guest may take under TCG than on hardware
   * @param hostNames names that the JVM gives this ISA in {@code os.arch}
   */
  public record Machine(
      String qemu,
      String qemuPackage,
      String type,
      String tcgCpu,
      String kvmCpu,
      String console,
      int tcgSlowdown,
      List<String> hostNames) {}

  private final String displayName;
  private final String debianArchitecture;
  private final String triple;
  private final int elfMachine;
  private final Registers registers;
  private final Machine machine;

  Isa(
      String displayName,
      String debianArchitecture,
      String triple,
      int elfMachine,
      Registers registers,
      Machine machine) {
    this.displayName = displayName;
    this.debianArchitecture = debianArchitecture;
    this.triple = triple;
    this.elfMachine = elfMachine;
    this.registers = registers;
    this.machine = machine;
  }

  /** The name that users see and type: {@code x86-64} or {@code aarch64}. */
  public String displayName() {
    return displayName;
  }

  /** Debian's name of the architecture: {@code amd64} or {@code arm64}. */
  public String debianArchitecture() {
    return debianArchitecture;
  }

  /** The GNU triple that compilers take, such as {@code aarch64-linux-gnu}. */
  public String triple() {
    return triple;
  }

  /** The value of {@code e_machine} in an ELF header (EM_X86_64 or EM_AARCH64). */
  public int elfMachine() {
    return elfMachine;
  }

  /** DWARF register numbers with a role. */
  public Registers registers() {
    return registers;
  }

  /** How QEMU emulates the ISA. */
  public Machine machine() {
    return machine;
  }

  /** Whether this machine's own CPU is of the ISA, so that KVM is possible and code runs. */
  public boolean isHost() {
    return machine.hostNames().contains(System.getProperty("os.arch"));
  }

  /** The ISA with the given {@code e_machine}, if Riffle knows it. */
  public static Optional<Isa> ofElfMachine(int elfMachine) {
    return Arrays.stream(values()).filter(isa -> isa.elfMachine == elfMachine).findFirst();
  }

  /**
   * The ISA of the given name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Isa named(String name) {
    return Arrays.stream(values())
        .filter(isa -> isa.displayName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown ISA '" + name + "': use one of " + namesOfAll()));
  }

  private static String namesOfAll() {
    return Arrays.stream(values()).map(Isa::displayName).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return displayName;
  }
}
