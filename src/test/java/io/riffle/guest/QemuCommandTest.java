package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QemuCommandTest {
  @ParameterizedTest
  @EnumSource
  void namesMachineConsoleAndImageOfTheIsa(Isa isa) {
    List<String> arguments = command(isa, Accelerator.TCG, "/run/x").arguments();

    assertThat(arguments.get(0)).isEqualTo(isa.machine().qemu());
    assertThat(after(arguments, "-machine")).isEqualTo(isa.machine().type());
    assertThat(after(arguments, "-cpu")).isEqualTo(isa.machine().tcgCpu());
    assertThat(after(arguments, "-accel")).startsWith("tcg");
    assertThat(after(arguments, "-m")).isEqualTo("512M");
    assertThat(after(arguments, "-kernel")).isEqualTo("/images/" + isa + "/kernel");
    assertThat(after(arguments, "-append"))
        .isEqualTo("console=" + isa.machine().console() + " quiet more=1");
    assertThat(after(arguments, "-netdev")).contains("hostfwd=tcp:127.0.0.1:2222-:22");
  }

  @Test
  void kvmTakesItsOwnCpu() {
    List<String> arguments = command(Isa.AARCH64, Accelerator.KVM, "/run/x").arguments();

    assertThat(after(arguments, "-accel")).isEqualTo("kvm");
    assertThat(after(arguments, "-cpu")).isEqualTo(Isa.AARCH64.machine().kvmCpu());
  }

  @Test
  void commasOfPathsAreDoubledWhereOptionsEndAtThem() {
    List<String> arguments = command(Isa.X86_64, Accelerator.TCG, "/run/a,b").arguments();

    assertThat(after(arguments, "-qmp")).isEqualTo("unix:/run/a,,b/qmp,server=on,wait=off");
    assertThat(after(arguments, "-drive")).endsWith("file=/run/a,,b/overlay");
    assertThat(after(arguments, "-chardev")).endsWith("path=/run/a,,b/console");
  }

  private static QemuCommand command(Isa isa, Accelerator accelerator, String folder) {
    Path run = Path.of(folder);
    return new QemuCommand(
        GuestConfig.of(AcceleratorProbeTest.image(isa), accelerator)
            .withMemoryMb(512)
            .withKernelArguments("more=1"),
        run.resolve("overlay"),
        run.resolve("console"),
        run.resolve("qmp"),
        2222);
  }

  private static String after(List<String> arguments, String option) {
    return arguments.get(arguments.indexOf(option) + 1);
  }
}
