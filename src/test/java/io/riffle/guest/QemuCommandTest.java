package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QemuCommandTest {
  @ParameterizedTest
  @EnumSource
  void namesMachineConsoleAndImageOfTheIsa(Isa isa) {
    List<String> arguments = command(isa, Accelerator.TCG, "/run/x").arguments();

    assertThat(arguments.get(0)).isEqualTo(isa.machine().qemu());
    assertThat(after(arguments, "-machine"))
        .isEqualTo(isa.machine().type() + ",memory-backend=ram");
    assertThat(after(arguments, "-object")).isEqualTo("memory-backend-ram,id=ram,size=512M");
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
    assertThat(arguments).anyMatch(word -> word.endsWith("file=/run/a,,b/files"));
    assertThat(after(arguments, "-chardev")).endsWith("path=/run/a,,b/console");
  }

  @Test
  void resumedMachineHasTheDevicesOfTheSavedOne() {
    SnapshotFiles files = new SnapshotFiles(Path.of("/snap"));
    List<String> saved = words(Origin.bootToSave(files));
    List<String> resumed = words(Origin.resume(files, true));

    assertThat(after(resumed, "-incoming")).isEqualTo("defer");
    assertThat(after(saved, "-object")).contains("share=on,mem-path=/snap/ram");
    assertThat(after(resumed, "-object")).contains("share=off,mem-path=/snap/ram");
    assertThat(devices(resumed)).isEqualTo(devices(saved)).hasSize(3);
    assertThat(devices(words(Origin.boot(AcceleratorProbeTest.image(Isa.AARCH64)))))
        .isEqualTo(devices(saved));
  }

  private static List<String> words(Origin origin) {
    return command(Isa.AARCH64, Accelerator.TCG, "/run/x", origin).arguments();
  }

  private static List<String> devices(List<String> arguments) {
    return IntStream.range(1, arguments.size())
        .filter(i -> arguments.get(i - 1).equals("-device"))
        .mapToObj(arguments::get)
        .toList();
  }

  private static QemuCommand command(Isa isa, Accelerator accelerator, String folder) {
    return command(isa, accelerator, folder, Origin.boot(AcceleratorProbeTest.image(isa)));
  }

  private static QemuCommand command(
      Isa isa, Accelerator accelerator, String folder, Origin origin) {
    Path run = Path.of(folder);
    return new QemuCommand(
        GuestConfig.of(AcceleratorProbeTest.image(isa), accelerator)
            .withMemoryMb(512)
            .withKernelArguments("more=1"),
        origin,
        run.resolve("files"),
        run.resolve("console"),
        ControlSocket.at(run.resolve("qmp")),
        Port.here(2222));
  }

  private static String after(List<String> arguments, String option) {
    return arguments.get(arguments.indexOf(option) + 1);
  }
}
