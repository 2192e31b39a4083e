package io.riffle.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.flow.Flow;
import io.riffle.flow.Program;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a program is said before a guest is touched. */
class ProgramsTest {
  private static final String BINARIES = "target/programs-test/sorter_";

  @TempDir private Path folder;

  static class Named {
    @FlowOf Flow none;

    @FlowOf(workload = "is.S", binary = "out/{isa}")
    Flow two;

    @FlowOf(binary = "out/sorter")
    Flow binaryOfOneIsa;

    @FlowOf(workload = "is")
    Flow noClass;

    @FlowOf(binary = "no/such/sorter_{isa}")
    Flow absent;

    @FlowOf(
        binary = BINARIES + "{isa}",
        arguments = {"-n", "it's 5"})
    Flow present;

    @FlowOf(factory = ForX86.class)
    Flow otherIsa;
  }

  static final class ForX86 implements ProgramFactory {
    @Override
    public Program make(Home home) {
      return new Program("sorter", Map.of(Isa.X86_64, Path.of("out/sorter")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none           | @FlowOf of none needs one of source, binary, workload, factory; it has 0
          two            | @FlowOf of two needs one of source, binary, workload, factory; it has 2
          binaryOfOneIsa | @FlowOf of binaryOfOneIsa: binary is 'out/sorter'; {isa} must be in it
          noClass        | @FlowOf of noClass: workload is 'is'; write KERNEL.CLASS, such as is.S
          otherIsa       | @FlowOf of otherIsa: io.riffle.junit.ProgramsTest$ForX86 made no binary for aarch64
          """)
  void saysWhatIsWrongWithTheAnnotation(String field, String message) {
    assertThatThrownBy(() -> program(of(field), field))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource("absent")
  void saysWhichBinaryIsAbsent(String field) {
    assertThatThrownBy(() -> program(of(field), field))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("no/such/sorter_aarch64 for absent");
  }

  @Test
  void takesNoMoreThanTheBinaryOfTheIsa() throws Exception {
    Path binary = Path.of(BINARIES + Isa.AARCH64);
    Files.createDirectories(binary.getParent());
    Files.writeString(binary, "");

    Program program = program(of("present"), "present");

    assertThat(program.name()).isEqualTo("sorter");
    assertThat(program.arguments()).containsExactly("-n", "it's 5");
    assertThat(program.binaries()).containsExactly(Map.entry(Isa.AARCH64, binary));
  }

  private Program program(FlowOf named, String place) throws IOException {
    return Programs.program(named, Isa.AARCH64, new Home(folder), place);
  }

  private static FlowOf of(String field) throws NoSuchFieldException {
    return Named.class.getDeclaredField(field).getAnnotation(FlowOf.class);
  }
}
