package io.riffle.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Flow;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestSpec;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.TestExecutionResult.Status;

class GuestTestTest {
  static class Samples {
    @GuestTest
    void onAll(Isa isa) {
      assertThat(isa).isNotNull();
    }

    @GuestTest(isa = Isa.AARCH64)
    void onOne(Isa isa) {
      assertThat(isa).isEqualTo(Isa.AARCH64);
    }

    @GuestTest(isa = Isa.X86_64)
    void climbs(Rung rung, Isa isa) {
      assertThat(rung).isNotNull();
      assertThat(isa).isEqualTo(Isa.X86_64);
    }
  }

  @Test
  void namesOfTestsCarryIsaAndRung() {
    List<String> climbs =
        Rung.ladder().stream().map(r -> "climbs [x86-64, " + r.label() + "]").toList();

    assertThat(TestsRun.of(Samples.class).tests)
        .containsAll(climbs)
        .contains("onAll [x86-64]", "onAll [aarch64]", "onOne [aarch64]")
        .hasSize(climbs.size() + 3);
  }

  @Test
  void runsWellAndUnderNamesOfTheirOwn() {
    TestsRun run = TestsRun.of(Samples.class);

    assertThat(new HashSet<>(run.tests)).hasSameSizeAs(run.tests);
    assertThat(run.tests).allSatisfy(n -> assertThat(run.status(n)).isEqualTo(Status.SUCCESSFUL));
  }

  @GuestTest
  static class WholeClass {
    @InjectGuest static Isa ofClass;
    @InjectGuest Isa ofTest;

    @Test
    void plain(Isa isa) {
      assertThat(isa).isEqualTo(ofClass).isEqualTo(ofTest);
    }

    @GuestTest
    void template(Isa isa) {
      assertThat(isa).isEqualTo(ofClass);
    }
  }

  @Test
  void aClassRunsOncePerIsa() {
    TestsRun run = TestsRun.of(WholeClass.class);

    assertThat(run.tests).hasSize(2 * Isa.values().length);
    assertThat(run.results.keySet())
        .contains(Arrays.stream(Isa.values()).map(Isa::displayName).toArray(String[]::new));
    assertThat(run.results.values()).allMatch(r -> r.getStatus() == Status.SUCCESSFUL);
  }

  @GuestTest
  @Execution(ExecutionMode.SAME_THREAD)
  static class OneAfterTheOther {
    @InjectGuest static Isa ofClass;

    @Test
    void test(Isa isa) {
      assertThat(isa).isEqualTo(ofClass);
    }
  }

  @GuestTest(isa = Isa.AARCH64)
  static class OneIsa {
    @InjectGuest static Isa ofClass;

    @Test
    void test() {
      assertThat(ofClass).isEqualTo(Isa.AARCH64);
    }
  }

  @Test
  void classDoesNotRunForSeveralIsasAtOnceWithOneFieldForAll() {
    Map<String, String> atOnce =
        Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent");

    TestsRun run = TestsRun.of(atOnce, WholeClass.class);
    assertThat(run.failure(Isa.X86_64.displayName()))
        .hasMessageContaining("ofClass is one field for all ISAs")
        .hasMessageContaining("put @Execution(ExecutionMode.SAME_THREAD) on");
    assertThat(run.tests).isEmpty();

    TestsRun well = TestsRun.of(atOnce, OneAfterTheOther.class, OneIsa.class);
    assertThat(well.tests).hasSize(3);
    well.results.forEach((name, result) -> assertThat(result.getThrowable()).as(name).isEmpty());
  }

  static final class Small implements GuestSpecs {
    @Override
    public GuestSpec spec(Isa isa) {
      return GuestSpec.builder(isa).memoryMb(256).build();
    }
  }

  static final class OtherIsa implements GuestSpecs {
    @Override
    public GuestSpec spec(Isa isa) {
      return GuestSpec.of(isa == Isa.X86_64 ? Isa.AARCH64 : Isa.X86_64);
    }
  }

  static class WithSpecs {
    @GuestTest(spec = Small.class)
    void ofTheTest(GuestSpec spec, @InjectGuest(spec = GuestSpecs.Standard.class) GuestSpec own) {
      assertThat(spec.memoryMb()).isEqualTo(256);
      assertThat(own).isEqualTo(GuestSpec.of(spec.isa()));
    }

    @Test
    void ofTheParameter(@InjectGuest(isa = Isa.AARCH64, spec = Small.class) GuestSpec spec) {
      assertThat(spec).isEqualTo(new Small().spec(Isa.AARCH64));
    }
  }

  @Test
  void factoriesSayWhatGuestsAre() {
    TestsRun run = TestsRun.of(WithSpecs.class);

    assertThat(run.tests).hasSize(3);
    assertThat(run.results.values()).allMatch(r -> r.getStatus() == Status.SUCCESSFUL);
  }

  @GuestTest(isa = Isa.X86_64, spec = Small.class)
  static class ClassWithSpec {
    @GuestTest
    void asTheClass(GuestSpec spec) {
      assertThat(spec.memoryMb()).isEqualTo(256);
    }

    @GuestTest(spec = GuestSpecs.Standard.class)
    void ofItsOwn(GuestSpec spec) {
      assertThat(spec).isEqualTo(GuestSpec.of(Isa.X86_64));
    }

    @Nested
    class Inside {
      @GuestTest
      void asTheClassAround(GuestSpec spec) {
        assertThat(spec.memoryMb()).isEqualTo(256);
      }
    }
  }

  @Test
  void testsInAClassHaveItsSpecUnlessTheySayAnother() {
    TestsRun run = TestsRun.of(ClassWithSpec.class);

    assertThat(run.tests).hasSize(3);
    run.results.forEach((name, result) -> assertThat(result.getThrowable()).as(name).isEmpty());
  }

  static class Named {
    @GuestTest(isa = Isa.X86_64)
    @DisplayName("survives (seed 1)")
    void one() {}

    @GuestTest(isa = Isa.X86_64)
    @DisplayName("survives (seed 2)")
    void two() {}

    @GuestTest(isa = Isa.X86_64)
    @DisplayName("ends with (Isa)")
    void three(Isa isa) {}

    @GuestTest(isa = Isa.X86_64)
    void overloaded(Isa isa) {}

    @GuestTest(isa = Isa.X86_64)
    void overloaded(Isa isa, GuestSpec spec) {}

    @GuestTest(isa = Isa.X86_64)
    void single(Isa isa, GuestSpec spec) {}
  }

  @Test
  void namesThatDifferStayDifferent() {
    assertThat(TestsRun.of(Named.class).tests)
        .containsExactlyInAnyOrder(
            "survives (seed 1) [x86-64]",
            "survives (seed 2) [x86-64]",
            "ends with (Isa) [x86-64]",
            "overloaded(Isa) [x86-64]",
            "overloaded(Isa, GuestSpec) [x86-64]",
            "single [x86-64]");
  }

  static class Mistakes {
    @Test
    void noIsa(@InjectGuest Guest guest) {}

    @Test
    void twoIsas(@InjectGuest(isa = {Isa.X86_64, Isa.AARCH64}) Guest guest) {}

    @GuestTest(isa = Isa.X86_64, spec = OtherIsa.class)
    void wrongSpec(GuestSpec spec) {}

    @Test
    void strayRung(@InjectGuest(isa = Isa.X86_64) Rung rung) {}
  }

  static class MistakenField {
    @InjectGuest(isa = Isa.X86_64)
    String text;

    @Test
    void test() {}
  }

  static class FlowOfNoIsa {
    @FlowOf(workload = "is.S")
    Flow flow;

    @Test
    void field() {}
  }

  static class NoFlow {
    @FlowOf(workload = "is.S")
    Guest guest;

    @GuestTest(isa = Isa.X86_64)
    void noFlow() {}
  }

  static class FlowParameter {
    @Test
    void parameter(@FlowOf(workload = "is.S") Flow flow) {}
  }

  @Test
  void flowsThatCannotBeMadeAreNotLeftOut() {
    TestsRun run = TestsRun.of(FlowOfNoIsa.class, NoFlow.class, FlowParameter.class);

    assertThat(run.failure("field()").getMessage()).contains("flow", "of which ISA?");
    assertThat(run.failure("noFlow [x86-64]").getMessage())
        .contains("guest", "@FlowOf makes a Flow", "its type is Guest");
    assertThat(run.failure("parameter(Flow)").getMessage()).contains("of which ISA?");
  }

  @Test
  void mistakesAreToldWithTheWayOut() {
    TestsRun run = TestsRun.of(Mistakes.class, MistakenField.class);

    assertThat(run.failure("noIsa(Guest)").getMessage())
        .contains("noIsa", "of which ISA?", "@InjectGuest(isa = ...)", "@GuestTest");
    assertThat(run.failure("twoIsas(Guest)").getMessage()).contains("one ISA", "2");
    assertThat(run.failure("wrongSpec [x86-64]").getMessage())
        .contains("OtherIsa", "asked for x86-64", "gave aarch64");
    assertThat(run.failure("strayRung(Rung)").getMessage()).contains("@GuestTest");
    assertThat(run.failure("test()").getMessage()).contains("text", "Guest, Shell, Flow");
  }
}
