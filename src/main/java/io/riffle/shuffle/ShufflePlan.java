package io.riffle.shuffle;

import io.riffle.shuffle.layout.CodeChecksum;
import io.riffle.shuffle.layout.FunctionLayout;
import io.riffle.shuffle.layout.Layout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Everything that a shuffle will do, complete and checked before the first byte is written.
 *
 * @param functions where objects go, by function
 * @param patches the code to write, by function in the same order
 */
record ShufflePlan(List<FunctionPlan> functions, List<Collection<CodePatch>> patches) {
  /**
   * Draws and checks the plan for a seed.
   *
   * @throws ShuffleException if code cannot be rewritten as the plan needs
   */
  static ShufflePlan of(BinaryAnalysis binary, LiveFrames live, ShuffleOptions options)
      throws ShuffleException {
    List<FunctionPlan> functions = new ArrayList<>();
    List<Collection<CodePatch>> patches = new ArrayList<>();
    boolean careless =
        options.fault().filter(fault -> fault.kind() == Fault.Kind.MOVED_WHILE_LIVE).isPresent();
    for (FunctionAnalysis analysis : binary.functions()) {
      FunctionLayout layout = analysis.layout();
      FunctionPlan plan =
          FunctionPlan.draw(
              careless || live.of(layout).isEmpty() ? analysis.atRest() : analysis,
              SplitMix64.of(options.seed(), layout.name(), layout.address()),
              unit ->
                  live.of(layout).stream()
                      .flatMap(frame -> frame.objection(unit).stream())
                      .findFirst(),
              options.identity());
      functions.add(plan);
      patches.add(CodePatch.of(plan, binary.elf().isa()));
    }
    return new ShufflePlan(functions, patches);
  }

  /** The layout of the binary after the shuffle. */
  Layout newLayout(BinaryAnalysis binary) throws ShuffleException {
    CodeChecksum checksum = new CodeChecksum();
    for (int index = 0; index < functions.size(); index++) {
      FunctionLayout layout = functions.get(index).layout();
      byte[] code = binary.code().of(layout);
      for (CodePatch patch : patches.get(index)) {
        int start = Math.toIntExact(patch.address() - layout.address());
        System.arraycopy(patch.after(), 0, code, start, patch.after().length);
      }
      checksum.add(code);
    }
    return new Layout(
        binary.layout().isa(),
        binary.layout().buildId(),
        checksum.value(),
        functions.stream().map(FunctionPlan::newLayout).toList());
  }

  /** One line for each function. */
  List<FunctionSummary> summaries(LiveFrames live, ShuffleOptions options) {
    List<FunctionSummary> summaries = new ArrayList<>();
    for (int index = 0; index < functions.size(); index++) {
      FunctionPlan plan = functions.get(index);
      long rewritten =
          options.writes(ShuffleOptions.Part.CODE)
              ? patches.get(index).stream().filter(CodePatch::isChange).count()
              : 0;
      summaries.add(
          new FunctionSummary(
              plan.layout().name(),
              plan.layout().address(),
              plan.layout().objects().size(),
              plan.moves().stream().mapToInt(move -> move.unit().objects().size()).sum(),
              plan.changes().stream().mapToInt(move -> move.unit().objects().size()).sum(),
              (int) rewritten,
              plan.bits(),
              live.of(plan.layout()).size(),
              plan.pinned(),
              plan.moved()));
    }
    return summaries;
  }
}
