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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels that are broken on purpose fail on the native rung, at the right step and check. */
@ExtendWith(RiffleExtension.class)
class BrokenKernelIT {
  @ParameterizedTest(name = "{5} at {2} on {6}")
  @CsvSource(
      delimiter = '|',
      value = {
        "IS/is.c | #include \"is.h\" | build | compiler | #include \"nowhere.h\" | 'nowhere.h' file not found | X86_64",
        "common/results_block.h | return \"SUCCESSFUL\" | run | verification | return \"UNSUCCESSFUL\" | its verification says UNSUCCESSFUL | X86_64",
        "IS/is.c | return c_print_results | run | exit | __builtin_trap(); return c_print_results | it ended with killed by signal | X86_64",
        "IS/is.c | return c_print_results | run | step | for (int i = 0; i < 70 << 10; ++i) printf(\"%1024d\", i); return c_print_results | it printed 70 MiB to | X86_64",
        // A wrong constant, an iteration too few, output that ends early, memory that nothing has
        // set.
        "IS/generate.c | SEED = 314159265.0 | run | verification | SEED = 314159267.0 | its verification says UNSUCCESSFUL | X86_64",
        "IS/is.c | iteration <= ITERATIONS | run | verification | iteration < ITERATIONS | its verification says UNSUCCESSFUL | AARCH64",
        "IS/is.c | return fflush(stdout) == 0 ? status : 1 | run | verification | _Exit(status) | its output has no verification line | X86_64",
        "IS/is.c | , digest_ranks()) | run 2 | output | , ({ volatile int64_t stale[64]; int64_t sum = digest_ranks(); for (int i = 0; i < 64; ++i) sum += stale[i]; sum; })) | differs from that of an undisturbed run | AARCH64",
      })
  void failsWhereItIsBroken(
      String file,
      String code,
      String step,
      String check,
      String broken,
      String words,
      Isa isa,
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
                new CellSpec(workload, isa, Rung.NATIVE, List.of(), 0), ShuffleOptions.unchanged())
            .verdict();
    Verdict above =
        session
            .runControl(
                new CellSpec(
                    workload, isa, Rung.IDENTITY, List.of(CellStop.parse("rank_bucket:9")), 0),
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

  @Test
  void aKernelThatDoesNotCompileForOneIsaRunsOnTheOther(@TempDir Path tree, RiffleSession session)
      throws IOException {
    Resources.copyTree("fixtures/npb", tree);
    Path source = tree.resolve("IS/is.c");
    Files.writeString(
        source, "#ifdef __aarch64__\n#error not here\n#endif\n" + Files.readString(source));
    Workload workload = Workloads.find("is", "S").from(tree);

    assertThat(nativeRun(session, workload, Isa.X86_64)).isEqualTo(new Verdict.Passed());
    assertThat(nativeRun(session, workload, Isa.AARCH64))
        .isInstanceOfSatisfying(
            Verdict.Failed.class, failed -> assertThat(failed.message()).contains("not here"));
  }

  private static Verdict nativeRun(RiffleSession session, Workload workload, Isa isa) {
    return session
        .runControl(
            new CellSpec(workload, isa, Rung.NATIVE, List.of(), 0), ShuffleOptions.unchanged())
        .verdict();
  }
}
