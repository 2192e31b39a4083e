package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndHookTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void doesTheWorkOfOneThatWasNotWithdrawnWhenItsJvmEnds() {
    String said = Tools.run(JavaCommand.of(Ending.class), folder, LIMIT);

    assertThat(said.lines()).containsExactly("end", "late", "Riffle is ending");
  }

  /** Ends with one hook withdrawn, one registered, and one that the latter tries to register. */
  static final class Ending {
    private Ending() {}

    public static void main(String[] arguments) {
      EndHook withdrawn = new EndHook("withdrawn", () -> System.out.println("withdrawn"));
      withdrawn.register();
      withdrawn.close();
      new EndHook("end", Ending::end).register();
    }

    private static void end() {
      System.out.println("end");
      EndHook late = new EndHook("late", () -> System.out.println("late"));
      try {
        late.register();
      } catch (HostException e) {
        System.out.println(e.getMessage());
      }
      late.close();
    }
  }
}
