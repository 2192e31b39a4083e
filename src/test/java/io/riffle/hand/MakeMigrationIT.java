package io.riffle.hand;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Checkout;
import io.riffle.flow.StopPoint;
import io.riffle.host.CrossCompiler;
import io.riffle.host.Home;
import io.riffle.host.Resources;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.report.Cell;
import io.riffle.report.ReportDirectory;
import io.riffle.report.Rung;
import io.riffle.report.StepRecord;
import io.riffle.report.Verdict;
import io.riffle.setup.Requirements;
import io.riffle.suite.CellRunner;
import io.riffle.suite.CellSpec;
import io.riffle.suite.GuestSession;
import io.riffle.suite.MakePipelines;
import io.riffle.suite.SuiteListener;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs taken to the ISA by a checkout whose Makefiles have the target {@code transform}. The
 * process is a stand-in: it writes its state itself, in its ISA's format, which is converted, so
 * that all but CRIU and a rewriter of processes is real.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Isa.class)
class MakeMigrationIT {
  private static final String MAKEFILE =
      """
      TRANSPROC = /nowhere
      ISA := $(subst _,-,$(shell uname -m))
      PID = $(shell pidof -s NAME_$(ISA))
      spawn:
      \tSPAWN
      dump:
      \trm -rf images && mkdir images
      \treadlink /proc/$(PID)/fd/1 >images/stdout
      \tkill -TERM $(PID) && kill -CONT $(PID)
      TRANSFORM
      restore:
      \t./NAME_$(ISA) images/state >>$$(cat images/stdout)
      """;

  private static final String SPAWN = "./NAME_$(ISA) stop";

  /** Stands for a moment, as under a tracer that is about to begin, before it does for good. */
  private static final String SPAWN_LATE =
      "./NAME_$(ISA) late & pid=$$!; sleep 0.2; kill -CONT $$pid; wait $$pid";

  /** A makefile that others include; before the dump, nothing makes what the target needs. */
  private static final String COMMON =
      """
      ifdef TRANSFORMER
      transform: images/state
      \t$(TRANSFORMER)
      endif
      """;

  private static final String INCLUDE = "include ../common.mk\n";

  private static final String CONVERT = "python3 $(TRANSPROC)/tools/convert.py images/state $(ISA)";

  /** The recipe of {@code transform}, by program; the one without has no such target. */
  private static final Map<String, String> RECIPES =
      Map.of(
          "is",
          CONVERT,
          "bt",
          CONVERT,
          "cg",
          "true",
          "mg",
          "@echo no frame fits the other stack >&2; false",
          "ep",
          CONVERT + " && truncate -s 20 images/state");

  private static final String WITHOUT = "ft";

  /** It includes a makefile that has such a target for others. */
  private static final String WITHOUT_BUT_INCLUDES = "lu";

  /** It has the target by that makefile, and a moment's stop. */
  private static final String UNUSUAL = "bt";

  @TempDir private static Path scratch;

  private static GuestSession session;
  private static CellRunner runner;

  @Parameter Isa isa;

  @BeforeParameterizedClassInvocation
  static void begin(Isa isa) throws IOException {
    Requirements.ensure(System.err::println);
    Path folder = Files.createDirectory(scratch.resolve(isa.displayName()));
    Path root = Files.createDirectory(folder.resolve("checkout"));
    write(root);
    ReportDirectory report = ReportDirectory.create(folder.resolve("reports"));
    session = new GuestSession(isa, Home.fromEnvironment(), report, SuiteListener.silent());
    runner =
        new CellRunner(
            session,
            report,
            SuiteListener.silent(),
            MakePipelines.of(
                    Checkout.at(root), Optional.empty(), HandGuest.PACKAGES, Duration.ofSeconds(3))
                .apply(session));
  }

  @AfterParameterizedClassInvocation
  static void shutDown() {
    session.close();
  }

  private static void write(Path root) throws IOException {
    Path tools = Files.createDirectories(root.resolve("tools"));
    Files.writeString(tools.resolve("convert.py"), Resources.text("hand/convert.py"));
    Path source = tools.resolve("relay.c");
    Files.writeString(source, Resources.text("hand/relay.c"));
    Map<Isa, Path> built = new EnumMap<>(Isa.class);
    for (Isa each : Isa.values()) {
      built.put(each, compile(source, each));
    }
    Path programs = root.resolve("test/SNU_NPB_SER_C");
    Files.writeString(Files.createDirectories(programs).resolve("common.mk"), COMMON);
    for (String name :
        Stream.concat(RECIPES.keySet().stream(), Stream.of(WITHOUT, WITHOUT_BUT_INCLUDES))
            .toList()) {
      Path folder = Files.createDirectories(programs.resolve(name));
      for (Isa each : Isa.values()) {
        Files.copy(
            built.get(each), folder.resolve(name + "_" + each), StandardCopyOption.COPY_ATTRIBUTES);
      }
      Files.writeString(
          folder.resolve("Makefile"),
          MAKEFILE
              .replace("TRANSFORM", target(name))
              .replace("SPAWN", name.equals(UNUSUAL) ? SPAWN_LATE : SPAWN)
              .replace("NAME", name));
    }
  }

  private static String target(String name) {
    return switch (name) {
      case WITHOUT -> "";
      case WITHOUT_BUT_INCLUDES -> INCLUDE;
      case UNUSUAL -> "TRANSFORMER = " + RECIPES.get(name) + "\n" + INCLUDE;
      default -> "transform:\n\t" + RECIPES.get(name);
    };
  }

  private static Path compile(Path source, Isa isa) {
    Path binary = source.resolveSibling("relay_" + isa);
    List<String> command = new ArrayList<>(CrossCompiler.command(isa));
    command.addAll(List.of("-O2", "-static", source.toString(), "-o", binary.toString()));
    Tools.run(command, source.getParent(), Duration.ofMinutes(2));
    return binary;
  }

  private static Cell run(String name, Isa isa) {
    return runner.run(
        new CellSpec(Workloads.find(name, "S"), isa, Rung.MIGRATE, StopPoint.parse("main:1"), 0));
  }

  private static Verdict.Failed failure(Cell cell) {
    assertThat(cell.verdict()).isInstanceOf(Verdict.Failed.class);
    return (Verdict.Failed) cell.verdict();
  }

  @Test
  void oneThatIsRightPasses() {
    Cell cell = run("is", isa);

    assertThat(cell.verdict()).isEqualTo(new Verdict.Passed());
    assertThat(cell.steps())
        .extracting(StepRecord::name)
        .containsSubsequence("spawn", "dump", "transform", "restore", "complete");
    assertThat(cell.steps())
        .filteredOn(step -> step.name().equals("transform"))
        .singleElement()
        .satisfies(step -> assertThat(step.note()).endsWith("to the " + isa + " guest"));
  }

  @Test
  void aTransformThatChangesNothingLeavesWrongNumbers() {
    Verdict.Failed failed = failure(run("cg", isa));

    assertThat(failed.step()).isEqualTo("complete");
    assertThat(failed.message()).contains("UNSUCCESSFUL");
  }

  @Test
  void aTransformThatFailsIsAtFaultItself() {
    Verdict.Failed failed = failure(run("mg", isa));

    assertThat(failed.step()).isEqualTo("transform");
    assertThat(failed.detail()).contains("no frame fits the other stack");
  }

  @Test
  void aTransformThatLeavesAnImageInPiecesIsCaughtByTheRestore() {
    Verdict.Failed failed = failure(run("ep", isa));

    // It may be gone before anybody has seen it restored, or be seen and then fail.
    assertThat(failed.step()).isIn("restore", "complete");
    assertThat(failed.message() + failed.detail()).containsAnyOf("no state is in", "exit status 2");
  }

  @Test
  void aMomentsStopIsNotTakenForTheRealOneAndIncludedTargetsCount() {
    assertThat(run(UNUSUAL, isa).verdict()).isEqualTo(new Verdict.Passed());
  }

  @ParameterizedTest
  @ValueSource(strings = {WITHOUT, WITHOUT_BUT_INCLUDES})
  void aMakefileWithoutTheTargetSaysSo(String name) {
    assertThat(run(name, isa).verdict())
        .isEqualTo(
            new Verdict.Skipped("the checkout's Makefile of " + name + " has no target transform"));
  }
}
