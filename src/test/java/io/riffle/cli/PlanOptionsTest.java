package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.Home;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.suite.CellNames;
import io.riffle.suite.CellSpec;
import io.riffle.suite.GuestSession;
import io.riffle.suite.SuiteListener;
import io.riffle.suite.SuitePlan;
import io.riffle.workload.PublicTree;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PlanOptionsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path scratch;
  private Path kernels;
  private Path redis;
  private Path checkout;

  /** The options that say what runs, without what runs it. */
  @Command
  private static final class Options {
    @Mixin private PlanOptions plan;
    @Mixin private PipelineOptions pipeline;

    static Options of(String... arguments) {
      Options options = new Options();
      new CommandLine(options).parseArgs(arguments);
      return options;
    }

    SuitePlan plan() {
      return plan.plan(pipeline);
    }
  }

  @BeforeEach
  void makeTrees() throws IOException {
    kernels = PublicTree.flat(scratch.resolve("a tree's"));
    redis = scratch.resolve("my redis");
    write(redis.resolve("src/Makefile"));
    write(redis.resolve("src/server.c"));
    write(redis.resolve("deps/lua/x"));
    checkout = scratch.resolve("a checkout");
    write(checkout.resolve("test/SNU_NPB_SER_C/cg/Makefile"));
    write(checkout.resolve("test/SNU_NPB_SER_C/setup_x86.sh"));
  }

  @ParameterizedTest
  @CsvSource({"default, S", "nightly, W", "soak, S"})
  void aProfileOfAllKernelsTakesAllOfATree(String profile, String size) {
    SuitePlan preset = Options.of("--profile", profile).plan();
    SuitePlan plan = Options.of("--profile", profile, "--npb", kernels.toString()).plan();

    assertThat(named(plan)).containsExactlyElementsOf(withRedisOf(preset));
    assertThat(plan.workloads())
        .filteredOn(workload -> workload.name().equals("dc"))
        .extracting(Workload::problemClass)
        .containsOnly(size.charAt(0));
    assertThat(plan.workloads())
        .filteredOn(workload -> !workload.name().equals(Workloads.REDIS))
        .allSatisfy(workload -> assertThat(workload.npbTree()).contains(kernels));
    assertThat(redisOf(plan)).isEqualTo(redisOf(preset));
  }

  @Test
  void aProfileOfSomeKernelsTakesThoseOfATree() {
    assertThat(named(Options.of("--profile", "smoke", "--npb", kernels.toString()).plan()))
        .containsExactly("is", "cg", "mg");
  }

  @Test
  void aTreeOfRedisIsRefusedWhereNoRedisRuns() {
    assertThatThrownBy(() -> Options.of("--workload", "ep", "--redis", redis.toString()).plan())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(redis.toString(), "what runs is ep", "add redis");
    assertThatThrownBy(
            () -> Options.of("--rerun", "ep.S/x86-64/native", "--redis", redis.toString()).plan())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("what runs is ep.S");
  }

  @Test
  void aCellOfATreeIsRepeatedFromIt() {
    CellSpec server =
        Options.of("--workload", "redis", "--redis", redis.toString()).plan().cells().get(0);
    CellSpec kernel = CellNames.parse("is.S/x86-64/identity/auto", Optional.of(kernels));

    assertThat(server.workload().tree()).contains(redis);
    for (CellSpec cell : List.of(server, kernel)) {
      assertThat(Options.of(words(cell.rerun())).plan().cells()).containsExactly(cell);
    }
  }

  @Test
  void aCellOfACheckoutIsRepeatedWithAllThatWasSaidOfIt() {
    String name = CellNames.parse("cg.S/x86-64/native").rerun();
    String[] said = {
      "--pipeline", "make",
      "--root", checkout.toString(),
      "--build", "make -C 'tools'",
      "--guest-package", "python3-numpy,bc",
    };

    String arguments = arguments(Options.of(said));
    Options again = Options.of(words(name + arguments));

    assertThat(words(name + arguments)).contains(checkout.toString(), "bc,python3-numpy");
    assertThat(arguments(again)).isEqualTo(arguments);
    assertThat(again.plan().cells()).extracting(CellSpec::name).containsExactly(name.split(" ")[3]);
  }

  private static String arguments(Options options) {
    GuestSession session =
        new GuestSession(Isa.X86_64, Home.fromEnvironment(), null, SuiteListener.silent());
    return options.pipeline.factory().apply(session).arguments();
  }

  /** As a shell takes the line apart, without the command. */
  private String[] words(String line) {
    String said = line.substring("./riffle run ".length());
    return Tools.run(
            List.of("sh", "-c", "printf '%s\\n' " + said), scratch, Map.of("LC_ALL", "C"), LIMIT)
        .split("\n");
  }

  private static List<String> named(SuitePlan plan) {
    return plan.workloads().stream().map(Workload::name).distinct().toList();
  }

  private static List<String> withRedisOf(SuitePlan preset) {
    List<String> names = new ArrayList<>(Workloads.namesInTrees());
    redisOf(preset).forEach(server -> names.add(server.name()));
    return names;
  }

  private static List<Workload> redisOf(SuitePlan plan) {
    return plan.workloads().stream()
        .filter(workload -> workload.name().equals(Workloads.REDIS))
        .toList();
  }

  private static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }
}
