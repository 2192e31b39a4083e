package io.riffle.assertions;

import static io.riffle.assertions.RiffleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.shell.CommandResult;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each assertion fails for a command that lacks what it asks for, and says what the command did.
 */
class CommandResultAssertTest {
  private static final CommandResult RESULT =
      new CommandResult("criu check", 1, "Looks bad\n", "no tun\n", Duration.ofMillis(70));

  static Stream<Consumer<CommandResultAssert>> unmet() {
    return Stream.of(
        CommandResultAssert::succeeds,
        result -> result.endsWith(2),
        result -> result.printed("Looks good"),
        result -> result.printedExactly("Looks"),
        CommandResultAssert::wroteNoErrors,
        result -> result.tookAtMost(Duration.ofMillis(69)));
  }

  @Test
  void passesForWhatItDid() {
    assertThat(RESULT)
        .endsWith(1)
        .printed("bad")
        .printedExactly("Looks bad")
        .tookAtMost(Duration.ofMillis(70));
  }

  @ParameterizedTest
  @MethodSource("unmet")
  void failsAndSaysWhatItDid(Consumer<CommandResultAssert> unmet) {
    assertThatThrownBy(() -> unmet.accept(assertThat(RESULT)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("criu check")
        .hasMessageContaining("status 1")
        .hasMessageContaining("70 ms");
  }
}
