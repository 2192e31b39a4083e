package io.riffle.shuffle;

import io.riffle.shuffle.layout.FrameObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts a {@link Fault} into what a shuffle is about to write; without one it changes nothing. */
final class FaultyPlan {
  private static final int PAGE = 4096;

  private final Optional<Fault> fault;

  FaultyPlan(Optional<Fault> fault) {
    this.fault = fault;
  }

  private boolean is(Fault.Kind kind) {
    return fault.isPresent() && fault.get().kind() == kind;
  }

  ShufflePlan plan(ShufflePlan plan, LiveFrames live) throws ShuffleException {
    if (is(Fault.Kind.MOVED_WHILE_LIVE)) {
      // The plan has it in it; that it does something is left to be made sure of.
      fault.get().choose(candidates(plan, live, true).size());
      return plan;
    }
    boolean address = is(Fault.Kind.UNPATCHED_ADDRESS);
    if (!is(Fault.Kind.UNPATCHED_REFERENCE) && !address) {
      return plan;
    }
    List<CodePatch> candidates = candidates(plan, live, address);
    CodePatch left = candidates.get(fault.get().choose(candidates.size()));
    List<Collection<CodePatch>> patches = new ArrayList<>();
    for (Collection<CodePatch> each : plan.patches()) {
      patches.add(each.stream().filter(patch -> patch != left).toList());
    }
    return new ShufflePlan(plan.functions(), patches);
  }

  /** Changes of live functions; or of those to computed addresses, wherever they may be done. */
  private List<CodePatch> candidates(ShufflePlan plan, LiveFrames live, boolean addresses) {
    boolean inLive = !is(Fault.Kind.UNPATCHED_ADDRESS);
    List<CodePatch> candidates = new ArrayList<>();
    for (int index = 0; index < plan.functions().size(); index++) {
      FunctionPlan function = plan.functions().get(index);
      Set<Long> computed =
          function.changes().stream()
              .flatMap(move -> move.unit().references().stream())
              .filter(reference -> !reference.isPlain())
              .map(reference -> reference.instruction().address())
              .collect(Collectors.toSet());
      if (live.of(function.layout()).isEmpty() != inLive) {
        plan.patches().get(index).stream()
            .filter(CodePatch::isChange)
            .filter(patch -> !addresses || computed.contains(patch.address()))
            .forEach(candidates::add);
      }
    }
    return candidates;
  }

  List<StackEdit> stack(List<StackEdit> edits, BinaryAnalysis binary, LiveFrames live)
      throws IOException {
    List<StackEdit> faulty = new ArrayList<>(edits);
    if (is(Fault.Kind.FORGOTTEN_FRAME)) {
      List<Long> frames = edits.stream().map(StackEdit::cfa).distinct().toList();
      long forgotten = frames.get(fault.get().choose(frames.size()));
      faulty.removeIf(edit -> edit.cfa() == forgotten);
    } else if (is(Fault.Kind.MISPLACED_SLOT)) {
      misplace(faulty);
    } else if (is(Fault.Kind.MOVED_CALLEE_SAVED)) {
      faulty.addAll(swappedRegisters(binary, live));
    }
    return faulty;
  }

  private void misplace(List<StackEdit> edits) throws ShuffleException {
    List<Integer> candidates = new ArrayList<>();
    for (int index = 0; index + 1 < edits.size(); index++) {
      StackEdit one = edits.get(index);
      StackEdit next = edits.get(index + 1);
      if (one.cfa() == next.cfa() && one.bytes().length == next.bytes().length) {
        candidates.add(index);
      }
    }
    int index = candidates.get(fault.get().choose(candidates.size()));
    StackEdit one = edits.get(index);
    StackEdit next = edits.get(index + 1);
    edits.set(index, new StackEdit(one.memory(), next.address(), one.bytes(), one.cfa()));
    edits.set(index + 1, new StackEdit(next.memory(), one.address(), next.bytes(), next.cfa()));
  }

  private List<StackEdit> swappedRegisters(BinaryAnalysis binary, LiveFrames live)
      throws IOException {
    List<List<StackEdit>> candidates = new ArrayList<>();
    for (FunctionAnalysis function : binary.functions()) {
      List<FrameObject> saved = new ArrayList<>();
      for (int object = 0; object < function.layout().objects().size(); object++) {
        if (function.pins().reason(object).filter(PinReason.CALLEE_SAVED::equals).isPresent()) {
          saved.add(function.layout().objects().get(object));
        }
      }
      for (LiveFrame frame : live.of(function.layout())) {
        for (int index = 0; index + 1 < saved.size(); index++) {
          swap(frame, saved.get(index), saved.get(index + 1)).ifPresent(candidates::add);
        }
      }
    }
    return candidates.get(fault.get().choose(candidates.size()));
  }

  private static Optional<List<StackEdit>> swap(LiveFrame frame, FrameObject one, FrameObject other)
      throws IOException {
    if (one.size() != other.size()
        || !frame.owns(one.cfaOffset())
        || !frame.owns(other.cfaOffset())) {
      return Optional.empty();
    }
    long first = frame.cfa() + one.cfaOffset();
    long second = frame.cfa() + other.cfaOffset();
    int size = Math.toIntExact(one.size());
    return Optional.of(
        List.of(
            new StackEdit(frame.memory(), first, frame.memory().read(second, size), frame.cfa()),
            new StackEdit(frame.memory(), second, frame.memory().read(first, size), frame.cfa())));
  }

  List<TextPages.Edit> text(List<TextPages.Edit> edits) throws ShuffleException {
    if (!is(Fault.Kind.UNPATCHED_TEXT_PAGE)) {
      return edits;
    }
    Map<Long, Long> counts =
        edits.stream()
            .collect(Collectors.groupingBy(FaultyPlan::page, TreeMap::new, Collectors.counting()));
    // The pages with the most to change first: one may have nothing but the stamp.
    List<Long> pages =
        counts.keySet().stream()
            .sorted(Comparator.comparing(counts::get, Comparator.reverseOrder()))
            .toList();
    long left = pages.get(fault.get().choose(pages.size()));
    return edits.stream().filter(edit -> page(edit) != left).toList();
  }

  List<CodePatch> frameInfo(List<CodePatch> edits) throws ShuffleException {
    if (!is(Fault.Kind.UNPATCHED_FRAME_INFO)) {
      return edits;
    }
    fault.get().choose(edits.size());
    return List.of();
  }

  private static long page(TextPages.Edit edit) {
    return Math.floorDiv(edit.address(), (long) PAGE);
  }
}
