package io.riffle.hand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.flow.Checkout;
import io.riffle.flow.InstalledCheckout;
import io.riffle.flow.MakePipeline;
import io.riffle.flow.StepFailedException;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.report.Cell;
import io.riffle.report.ReportDirectory;
import io.riffle.report.Rung;
import io.riffle.report.StepRecord;
import io.riffle.report.Verdict;
import io.riffle.setup.Requirements;
import io.riffle.suite.CellRunner;
import io.riffle.suite.GuestSession;
import io.riffle.suite.MakePipelines;
import io.riffle.suite.SuiteListener;
import io.riffle.suite.SuitePlan;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another implementation under the same ladder: one that is right passes, and each that is wrong is
 * caught at its own step.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Isa.class)
@Execution(ExecutionMode.CONCURRENT)
class MakePipelinesIT {
  private static final String LONG =
      "takes minutes on each ISA: -Driffle.thorough=true asks for it";

  private static final Duration LONGEST_STEP = Duration.ofSeconds(5);

  @Parameter Isa isa;

  /** A session and its runner, one an ISA, made by the first test that needs it. */
  private record Bench(GuestSession session, CellRunner runner, Path root) {}

  private static final Map<Isa, Bench> BENCHES = new ConcurrentHashMap<>();

  @TempDir private static Path scratch;

  private GuestSession session;
  private CellRunner runner;
  private Path root;

  @BeforeEach
  void copyTheCheckout() throws IOException {
    if (!BENCHES.containsKey(isa)) {
      Requirements.ensure(System.err::println);
      BENCHES.put(isa, bench(isa, Files.createTempDirectory(scratch, isa.displayName())));
    }
    session = BENCHES.get(isa).session();
    runner = BENCHES.get(isa).runner();
    root = BENCHES.get(isa).root();
  }

  private static Bench bench(Isa isa, Path folder) throws IOException {
    Home home = Home.fromEnvironment();
    Path root = Files.createDirectory(folder.resolve("checkout"));
    MakeCheckout.write(root, List.of(isa), home, folder);
    ReportDirectory report = ReportDirectory.create(folder.resolve("reports"));
    GuestSession session = new GuestSession(isa, home, report, SuiteListener.silent());
    return new Bench(
        session,
        new CellRunner(
            session,
            report,
            SuiteListener.silent(),
            MakePipelines.of(
                    Checkout.at(root),
                    Optional.of(MakeCheckout.BUILD),
                    HandGuest.PACKAGES,
                    LONGEST_STEP)
                .apply(session)),
        root);
  }

  @AfterAll
  static void shutDown() {
    BENCHES.values().forEach(bench -> bench.session().close());
    BENCHES.clear();
  }

  private Cell run(String name, Rung rung) {
    return run(name, rung, 42);
  }

  private Cell run(String name, Rung rung, long seed) {
    return runner.run(
        SuitePlan.builder()
            .workloads(List.of(Workloads.find(name, "S")))
            .isas(List.of(isa))
            .rungs(List.of(rung))
            .seeds(List.of(seed))
            .build()
            .cells()
            .get(0));
  }

  private static Verdict.Failed failure(Cell cell) {
    assertThat(cell.verdict()).isInstanceOf(Verdict.Failed.class);
    return (Verdict.Failed) cell.verdict();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void oneThatIsRightPasses() {
    assertThat(run("cg", Rung.SHUFFLE).verdict()).isEqualTo(new Verdict.Passed());
  }

  @Test
  @EnabledIfSystemProperty(named = "riffle.thorough", matches = "true", disabledReason = LONG)
  @Execution(ExecutionMode.SAME_THREAD)
  void threeRoundsAreTakenByTheCheckoutsAttachOrByRifflesMonitor() {
    Cell theirs = run("ep", Rung.SHUFFLE_X3);
    // Each cell begins with what the first one found, which is kept there.
    session
        .guest()
        .run("sed -i '/^attach:/,$d' /var/lib/riffle/kept$HOME/ep/Makefile", Duration.ofSeconds(2))
        .orThrow();
    Cell ours = run("ep", Rung.SHUFFLE_X3);

    assertThat(theirs.verdict()).isEqualTo(new Verdict.Passed());
    assertThat(advances(theirs))
        .hasSize(2)
        .allSatisfy(note -> assertThat(note).contains("the checkout's attach"));
    assertThat(ours.verdict()).isEqualTo(new Verdict.Passed());
    assertThat(advances(ours))
        .satisfiesExactly(
            note -> assertThat(note).endsWith("stands at slice_sum:5"),
            note -> assertThat(note).endsWith("stands at slice_sum:9"));
  }

  private static List<String> advances(Cell cell) {
    return notes(cell, "advance");
  }

  private static List<String> notes(Cell cell, String step) {
    return cell.steps().stream()
        .filter(each -> each.name().startsWith(step))
        .map(StepRecord::note)
        .toList();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aPlainRestoreIsFollowedToTheEndAndItsStatusIsNotTakenForTheProgramsOwn() {
    Cell cell = run("ft", Rung.DUMP_RESTORE);

    assertThat(cell.verdict()).isEqualTo(new Verdict.Passed());
    assertThat(notes(cell, "complete"))
        .singleElement()
        .asString()
        .startsWith("exit status 0 of make restore")
        .endsWith("as a plain criu restore does not");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aDetachedRestoreIsFollowedToTheEndOfTheProgram() {
    Cell cell = run("is", Rung.DUMP_RESTORE);

    assertThat(cell.verdict()).isEqualTo(new Verdict.Passed());
    assertThat(notes(cell, "complete"))
        .singleElement()
        .asString()
        .contains("returned before the program's end, so its exit status is not known");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void spawnMayReturnBeforeTheProcessStands() {
    assertThat(run("lu", Rung.DUMP_RESTORE).verdict()).isEqualTo(new Verdict.Passed());
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aShuffleThatCorruptsIsCaughtOnceTheProcessGoesOn() {
    Verdict.Failed failed = failure(run("is", Rung.SHUFFLE));

    // It may be gone before anybody has seen it restored.
    assertThat(failed.step()).isIn("restore", "complete");
  }

  /** Both shuffles are right but for one number; the program itself sees only the larger error. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void wrongNumbersAreCaughtAtTheEnd() {
    Verdict.Failed much = failure(run("ep", Rung.SHUFFLE, MakeCheckout.SPOILS_MUCH));
    Verdict.Failed little = failure(run("ep", Rung.SHUFFLE, MakeCheckout.SPOILS_LITTLE));

    assertThat(much.step()).isEqualTo("complete");
    assertThat(much.check()).isEqualTo("verification");
    assertThat(much.message()).contains("UNSUCCESSFUL");
    assertThat(little.step()).isEqualTo("complete");
    assertThat(little.check()).isEqualTo("output");
    assertThat(little.detail()).contains("Sums =");
    assertThat(run("ep", Rung.SHUFFLE).verdict()).isEqualTo(new Verdict.Passed());
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "DUMP_RESTORE"})
  @Execution(ExecutionMode.SAME_THREAD)
  void aServerKeepsItsKeys(Rung rung) {
    assertThat(run(Workloads.REDIS, rung).verdict()).isEqualTo(new Verdict.Passed());
  }

  @ParameterizedTest
  @EnabledIfSystemProperty(named = "riffle.thorough", matches = "true", disabledReason = LONG)
  @EnumSource(names = {"SHUFFLE", "SHUFFLE_X3"})
  @Execution(ExecutionMode.SAME_THREAD)
  void aServerKeepsItsKeysWhenItIsShuffled(Rung rung) {
    assertThat(run(Workloads.REDIS, rung).verdict()).isEqualTo(new Verdict.Passed());
  }

  @Test
  @EnabledIfSystemProperty(named = "riffle.thorough", matches = "true", disabledReason = LONG)
  @Execution(ExecutionMode.SAME_THREAD)
  void aServerWhoseShuffleChangesAKeyIsCaughtByIt() {
    Verdict.Failed failed = failure(run(Workloads.REDIS, Rung.SHUFFLE, MakeCheckout.SPOILS_MUCH));

    assertThat(failed.step()).isEqualTo("restore");
    assertThat(failed.check()).isEqualTo("keys");
    assertThat(failed.detail()).contains("text:1");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void whatTheCheckoutLacksIsSaidByItsCells() {
    assertThat(run("bt", Rung.SHUFFLE).verdict())
        .isEqualTo(
            new Verdict.Skipped(
                "the checkout has no Makefile of bt, but of cg, ep, ft, is, lu, mg, redis, sp"));
    assertThat(run("cg", Rung.IDENTITY).verdict().toString()).contains("moves nothing");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aDumpThatFailsIsTheDumpsFault() {
    Verdict.Failed failed = failure(run("sp", Rung.DUMP_RESTORE));

    assertThat(failed.step()).isEqualTo("dump");
    assertThat(failed.detail()).contains("the disk is full");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aRestoreThatHangsIsEnded() {
    Verdict.Failed failed = failure(run("mg", Rung.DUMP_RESTORE));

    assertThat(failed.step()).isEqualTo("restore");
    assertThat(failed.message()).contains("no end within");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aTargetThatIsMissingIsNamed() {
    Verdict.Failed failed = failure(run("ft", Rung.SHUFFLE));

    assertThat(failed.step()).isEqualTo("shuffle");
    assertThat(failed.detail()).contains("No rule to make target 'shuffle'");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void setUpScriptsLayOutForAUserWhoIsNotRoot() {
    run("cg", Rung.NATIVE);
    String setup = isa == Isa.X86_64 ? "setup_x86.sh" : "setup_arm.sh";
    session
        .guest()
        .run(
            "useradd -m ada && ln -s %1$s /home/ada/ && ln -s %1$s /home/ada/TransProc"
                    .formatted(root)
                + " && su ada -c 'export HOME=/home/ada USER=ada; cd %s/%s && bash ./%s'"
                    .formatted(root, "test/SNU_NPB_SER_C", setup),
            Duration.ofSeconds(5))
        .orThrow();

    String program = "cd ~/cg && test -O Makefile && bin/cg_" + isa;
    assertThat(
            session
                .guest()
                .run("su - ada -c '" + program + "'", Duration.ofSeconds(15))
                .orThrow()
                .output())
        .contains("SUCCESSFUL");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void missingPythonModulesAreListedWithTheirPackagesByTheStepThatFails(@TempDir Path other)
      throws IOException {
    write(
        other.resolve("tools/rewrite.py"),
        """
        \"\"\"Takes what it knows
        from the stack maps.\"\"\"
        import sys
        import brought_along.core
        from elftools.elf import x
        try:
            import optional_one
        except ImportError:
            optional_one = None
        """);
    write(other.resolve("tools/crit"), "#!/usr/bin/env python3\nimport nowhere_to_be\n");
    write(other.resolve("tools/old.py"), "import never_seen\nprint 'of another Python'\n");
    write(other.resolve("lib/brought_along/core.py"), "");
    write(
        other.resolve("test/SNU_NPB_SER_C/cg/Makefile"),
        "dump:\n\tcd $(TRANSPROC)/lib && python3 ../tools/rewrite.py\n");
    InstalledCheckout installed =
        InstalledCheckout.install(session.guest(), Checkout.at(other), Optional.empty());
    MakePipeline pipeline =
        new MakePipeline(
            installed,
            "cg",
            new MakePipeline.Reference(),
            LONGEST_STEP,
            LONGEST_STEP,
            Files.createDirectory(other.resolve("logs")),
            step -> {});

    assertThatThrownBy(pipeline::dump)
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("dump failed")
        .hasMessageContaining(
            "lacks: nowhere_to_be (no Debian package known, for tools/crit), elftools"
                + " (python3-pyelftools, for tools/rewrite.py); those")
        .hasMessageContaining("--guest-package");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
