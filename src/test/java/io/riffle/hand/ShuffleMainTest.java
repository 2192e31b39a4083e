package io.riffle.hand;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShuffleMainTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', 2, usage: riffle-shuffle IMAGE_DIR BINARY",
    "images binary, 2, usage: ",
    "images binary --seed, 2, usage: ",
    "images binary --sead 1, 2, usage: ",
    "images binary --seed lots, 2, 'lots' is no 64-bit number",
    "images binary --seed 0x12345678123456781, 2, does not fit into 64 bits",
    "images binary --again, 2, usage: ",
    "images binary --identity --seed 1, 2, usage: ",
    "images binary --seed 1, 1, no such file: ",
    "images binary --seed 1 --again, 1, no such file: ",
    "images binary --again --identity, 1, no such file: ",
    "images binary --identity, 1, no such file: "
  })
  void saysWhatIsWrong(String arguments, int status, String said) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words =
        arguments
            .replace("images", folder.resolve("images").toString())
            .replace("binary", folder.resolve("binary").toString())
            .strip()
            .split(" +");

    int code =
        ShuffleMain.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Path.of("/"),
            words);

    assertThat(code).isEqualTo(status);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(said);
    assertThat(out.size()).isZero();
  }
}
