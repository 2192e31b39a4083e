package io.riffle.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.Resources;
import io.riffle.host.ToolFailedException;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kernel notices by itself that its arithmetic was changed by one character. */
class BrokenKernelIT {
  @TempDir private Path scratch;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ep | EP/polar.c | -2.0 * log(t) | -2.1 * log(t)
          is | IS/rank.c | below += count | below -= count
          cg | CG/strips.c | z[i] += alpha | z[i] -= alpha
          mg | MG/stencil.c | -1.0 / 6.0 | -1.0 / 7.0
          ft | FT/transform.c | re_turned = root.re * odd[b].re - im | re_turned = root.re * odd[b].re + im
          ft | FT/state.c | ALPHA = 1.0e-6 | ALPHA = 1.1e-6
          bt | BT/lines.c | , axis, -1, here | , axis, +1, here
          sp | SP/lines.c | weight * 4.0 | weight * 3.0
          sp | SP/waves.c | r[3] = wave - shift | r[3] = wave + shift
          lu | LU/lu.h | OMEGA = 1.2 | OMEGA = 1.3
          lu | LU/surface.c | 0.5 * squares | 0.6 * squares
          bt | common/gas_residual.c | (1.0 - GAS_HEAT) | (1.0 + GAS_HEAT)
          """)
  void noticesOneChangedCharacter(String name, String file, String was, String is)
      throws IOException {
    Path tree = scratch.resolve("npb");
    Resources.copyTree("fixtures/npb", tree);
    Path source = tree.resolve(file);
    String text = Files.readString(source);
    assertThat(text).contains(was);
    Files.writeString(source, text.replace(was, is));
    Isa host = Arrays.stream(Isa.values()).filter(Isa::isHost).findFirst().orElseThrow();
    Path binary =
        NpbBuilder.bundled(BuildCache.of(new Home(scratch.resolve("home"))))
            .build(new Workload(name, 'S').from(tree), host)
            .binary();

    assertThatThrownBy(() -> Tools.run(List.of(binary.toString()), scratch, Duration.ofMinutes(2)))
        .isInstanceOfSatisfying(
            ToolFailedException.class,
            failure ->
                assertThat(failure.output())
                    .contains(name.toUpperCase(Locale.ROOT) + " Benchmark Completed")
                    .contains("UNSUCCESSFUL"));
  }
}
