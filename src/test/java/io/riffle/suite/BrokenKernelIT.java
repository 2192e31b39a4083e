package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.Resources;
import io.riffle.isa.Isa;
import io.riffle.junit.RiffleExtension;
import io.riffle.junit.RiffleSession;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels that are broken on purpose fail on the native rung, at the right step and check. */
@ExtendWith(RiffleExtension.class)
class BrokenKernelIT {
  @ParameterizedTest(name = "{3} at {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "IS/is.c | #include \"is.h\" | build | compiler | #include \"nowhere.h\" | 'nowhere.h' file not found",
        "common/results_block.h | return \"SUCCESSFUL\" | run | verification | return \"UNSUCCESSFUL\" | its verification says UNSUCCESSFUL",
        "IS/is.c | return c_print_results | run | exit | __builtin_trap(); return c_print_results | it ended with killed by signal",
      })
  void failsWhereItIsBroken(
      String file,
      String code,
      String step,
      String check,
      String broken,
      String words,
      @TempDir Path tree,
      RiffleSession session)
      throws IOException {
    Resources.copyTree("fixtures/npb", tree);
    Path source = tree.resolve(file);
    String text = Files.readString(source);
    assertThat(text).contains(code);
    Files.writeString(source, text.replace(code, broken));
    Workload workload = Workloads.find("is", "S").from(tree);

    Verdict verdict =
        session
            .runControl(
                new CellSpec(workload, Isa.X86_64, Rung.NATIVE, List.of(), 0),
                ShuffleOptions.unchanged())
            .verdict();
    Verdict above =
        session
            .runControl(
                new CellSpec(
                    workload,
                    Isa.X86_64,
                    Rung.IDENTITY,
                    List.of(CellStop.parse("rank_bucket:9")),
                    0),
                ShuffleOptions.unchanged())
            .verdict();

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            failed -> {
              assertThat(failed.step()).isEqualTo(step);
              assertThat(failed.check()).isEqualTo(check);
              assertThat(failed.message()).contains(words);
            });
    assertThat(above).isInstanceOf(Verdict.Skipped.class);
  }
}
