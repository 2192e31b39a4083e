package io.riffle.shuffle.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemarkReaderTest {
  private static final String HEAD =
      "--- !Analysis\nPass: stack-frame-layout\nName: StackLayout\n"
          + "DebugLoc: { File: a.c, Line: 1, Column: 0 }\nFunction: f\nArgs:\n";

  @Test
  void readsEveryKindOfSlot() throws IOException {
    Remark wave = sample().get(0);

    assertThat(wave.function()).isEqualTo("wave");
    assertThat(wave.file()).isEqualTo("../common/wave.c");
    assertThat(wave.line()).isEqualTo(6);
    assertThat(wave.slots())
        .containsExactly(
            new Remark.Slot(8, 8, 16, FrameObject.Kind.FIXED, List.of()),
            new Remark.Slot(-8, 8, 16, FrameObject.Kind.SPILL, List.of()),
            new Remark.Slot(-24, 8, 8, FrameObject.Kind.PROTECTOR, List.of()),
            new Remark.Slot(
                -72,
                40,
                16,
                FrameObject.Kind.VARIABLE,
                List.of(new Remark.SourceName("buffer", 7), new Remark.SourceName("text", 31))),
            new Remark.Slot(-24, 0, 1, FrameObject.Kind.VARIABLE_SIZED, List.of()));
  }

  @Test
  void passesOverOtherRemarksAndFramesItDoesNotUnderstand() throws IOException {
    assertThat(sample()).extracting(Remark::function).containsExactly("wave", "leaf");
  }

  @Test
  void aFunctionWithoutSlotsHasAnEmptyFrame() throws IOException {
    assertThat(sample().get(1).slots()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  - Offset: '-8'\n",
        "  - Offset: '-8'\n  - Type: Spill\n  - Align: '8'\n",
        "  - Offset: '-8'\n  - Type: Spill\n  - Align: '6'\n  - Size: '8'\n",
        "  - Offset: '-8'\n  - Type: Spill\n  - Align: '8'\n  - Size: '-8'\n",
        "  - Offset: '-8'\n  - Type: Strange\n  - Align: '8'\n  - Size: '8'\n",
        "  - Offset: '-99999999999'\n  - Type: Spill\n  - Align: '8'\n  - Size: '8'\n",
        "  - Offset: '-8'\n  - Type: Spill\n  - Align: '8'\n  - Size: '8'\n  - DataLoc: x\n",
        "  - Offset: '-8'\n    Type: Spill\n",
      })
  void leavesOutFunctionsWithAHalfUnderstoodFrame(String arguments) throws IOException {
    assertThat(read(HEAD + arguments)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "--- [a, b\n---", "\u0000\u0001", "- 'x\n"})
  void saysThatTextIsNoRecordFile(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(LayoutFormatException.class)
        .hasMessageContaining("some.yaml is not a file of clang's optimisation records");
  }

  @Test
  void refusesDeepNesting() {
    assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(LayoutFormatException.class);
  }

  @Test
  void anEmptyFileHasNoRemarks() throws IOException {
    assertThat(read("")).isEmpty();
  }

  private static List<Remark> sample() throws IOException {
    try (InputStream in = RemarkReaderTest.class.getResourceAsStream("remarks.yaml")) {
      return RemarkReader.read(in, "remarks.yaml");
    }
  }

  private static List<Remark> read(String text) throws IOException {
    return RemarkReader.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "some.yaml");
  }
}
