package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Checkout;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.report.ReportDirectory;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakePipelinesTest {
  @TempDir private Path folder;

  private String source(String... programs) throws IOException {
    for (String program : programs) {
      Path each = Files.createDirectories(folder.resolve("test/SNU_NPB_SER_C").resolve(program));
      Files.writeString(each.resolve("Makefile"), "");
    }
    try (GuestSession session =
        new GuestSession(
            Isa.X86_64,
            new Home(folder.resolve("home")),
            ReportDirectory.create(folder.resolve("reports")),
            SuiteListener.silent())) {
      return MakePipelines.of(
              Checkout.at(folder), Optional.empty(), Set.of(), Duration.ofSeconds(5))
          .apply(session)
          .source(Workloads.find("cg", "S"))
          .toString();
    }
  }

  @Test
  void theReportNamesTheCheckout() throws IOException {
    assertThat(source("cg", "lu")).isEqualTo("checkout: " + folder);
  }

  @Test
  void theReportNamesTheProgramsOfTheCheckoutThatAreNeverRun() throws IOException {
    assertThat(source("cg", "ua", "DC"))
        .isEqualTo(
            "checkout: " + folder + " (without its dc and ua, which Riffle has no checks for)");
  }
}
