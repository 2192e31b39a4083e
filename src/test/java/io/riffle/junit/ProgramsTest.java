package io.riffle.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.flow.Flow;
import io.riffle.host.HostException;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a program is said before a guest is touched. */
class ProgramsTest {
  @FlowOf Flow none;

  @FlowOf(workload = "is.S", binary = "out/{isa}")
  Flow two;

  @FlowOf(binary = "out/sorter")
  Flow binaryOfOneIsa;

  @FlowOf(workload = "is")
  Flow noClass;

  @FlowOf(binary = "no/such/sorter_{isa}")
  Flow absent;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none           | @FlowOf of none needs one of source, binary, workload, factory; it has 0
          two            | @FlowOf of two needs one of source, binary, workload, factory; it has 2
          binaryOfOneIsa | @FlowOf of binaryOfOneIsa: binary is 'out/sorter'; {isa} must be in it
          noClass        | @FlowOf of noClass: workload is 'is'; write KERNEL.CLASS, such as is.S
          """)
  void saysWhatIsWrongWithTheAnnotation(String field, String message) {
    assertThatThrownBy(() -> Programs.flow(of(field), null, field))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource("absent")
  void saysWhichBinaryIsAbsent(String field) {
    assertThatThrownBy(() -> Programs.flow(of(field), null, field))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("no/such/sorter_x86-64 for absent");
  }

  private static FlowOf of(String field) throws NoSuchFieldException {
    return ProgramsTest.class.getDeclaredField(field).getAnnotation(FlowOf.class);
  }
}
