package io.riffle.junit;

import static io.riffle.assertions.RiffleAssertions.assertThat;

import io.riffle.flow.Completed;
import io.riffle.flow.Flow;
import io.riffle.flow.Program;
import io.riffle.flow.StopPoint;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.workload.CProgramBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** Programs that come as binaries, or from code of the test's own. */
class FlowOfIT {
  private static final String BINARIES = "target/flow-of/sum_";

  @FlowOf(factory = Sum.class)
  Flow ofField;

  /** As a user's own build would have left them. */
  @BeforeAll
  static void build() throws IOException {
    for (Map.Entry<Isa, Path> built :
        new Sum().make(Home.fromEnvironment()).binaries().entrySet()) {
      Path copy = Path.of(BINARIES + built.getKey());
      Files.createDirectories(copy.getParent());
      Files.copy(built.getValue(), copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @GuestTest
  void takesAPrebuiltBinaryOfTheIsa(@FlowOf(binary = BINARIES + "{isa}") Flow flow) {
    assertPrintsTheSum(flow.run());
  }

  @GuestTest
  void takesWhatAFactoryMakes(@FlowOf(factory = Sum.class) Flow flow) {
    assertPrintsTheSum(flow.run());
  }

  @GuestTest
  void startsTheProgramWithItsArguments(
      @FlowOf(
              source = "src/test/resources/io/riffle/junit/echo.c",
              arguments = {"one", "it's two", "$HOME"})
          Flow flow) {
    Completed undisturbed = flow.run();
    assertThat(undisturbed.output()).isEqualTo("one\nit's two\n$HOME\n");

    flow.spawn(StopPoint.parse("say:2"));
    flow.dump();
    flow.restore();

    assertThat(flow.complete()).endedWell().hasSameOutputAs(undisturbed).leftNoProcess();
  }

  @GuestTest
  void takesAFieldAsWellAsAParameter() {
    assertPrintsTheSum(ofField.run());
  }

  private static void assertPrintsTheSum(Completed run) {
    assertThat(run).endedWell().leftNoProcess();
    assertThat(run.output()).isEqualTo("5050\n");
  }

  /** Compiles the program as any build could. */
  static class Sum implements ProgramFactory {
    @Override
    public Program make(Home home) throws IOException {
      CProgramBuilder builder = new CProgramBuilder(BuildCache.of(home));
      Path source = Path.of("src/test/resources/io/riffle/junit/sum.c");
      Map<Isa, Path> binaries = new EnumMap<>(Isa.class);
      for (Isa isa : Isa.values()) {
        binaries.put(isa, builder.build("sum", List.of(source), isa));
      }
      return new Program("sum", binaries);
    }
  }
}
