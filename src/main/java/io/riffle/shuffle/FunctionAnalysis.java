package io.riffle.shuffle;

import io.riffle.elf.FrameRow;
import io.riffle.elf.SaveRule;
import io.riffle.isa.Isa;
import io.riffle.shuffle.FunctionCode.Unanalysable;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FrameObject.Kind;
import io.riffle.shuffle.layout.FunctionLayout;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Which frame objects of a function may move, by the strict rule: only those that nothing reaches
 * but plain {@code [base + displacement]} operands, all of which were found.
 *
 * @param layout the function's frame
 * @param units what may move, with all references to it
 * @param pins why the other objects stay
 */
record FunctionAnalysis(FunctionLayout layout, List<MovableUnit> units, ObjectPins pins) {
  /**
   * Analyses a function.
   *
   * @param code its code, {@code layout.size()} bytes
   * @param rows its rows of call frame information, ascending
   * @param saves the call frame instructions that say where it saves registers
   * @param functionEntry whether another function that has a frame of its own starts at an address
   */
  static FunctionAnalysis of(
      FunctionLayout layout,
      byte[] code,
      Isa isa,
      List<FrameRow> rows,
      List<SaveRule> saves,
      LongPredicate functionEntry) {
    ObjectPins pins = new ObjectPins(layout.objects());
    pinByNature(layout, pins);
    if (allPinned(pins)) {
      return new FunctionAnalysis(layout, List.of(), pins);
    }
    try {
      FunctionCode decoded = FunctionCode.of(layout, code, isa, rows);
      FrameTracking tracking = FrameTracking.of(decoded, functionEntry);
      SavedRegisters saved = new SavedRegisters(rows, saves, isa);
      List<SaveRule> movable = saved.pinTheRest(pins);
      List<FrameReference> references = new AccessCollector(decoded, tracking, pins).collect();
      saved.pinOffStackPointer(pins, movable, references);
      return new FunctionAnalysis(layout, UnitBuilder.build(pins, references, movable), pins);
    } catch (Unanalysable e) {
      pins.pinAll(e.reason());
      return new FunctionAnalysis(layout, List.of(), pins);
    }
  }

  /** A function of which everything stays. */
  static FunctionAnalysis pinned(FunctionLayout layout, PinReason reason) {
    ObjectPins pins = new ObjectPins(layout.objects());
    pins.pinAll(reason);
    return new FunctionAnalysis(layout, List.of(), pins);
  }

  private static void pinByNature(FunctionLayout layout, ObjectPins pins) {
    if (layout.realigned()) {
      pins.pinAll(PinReason.REALIGNED);
    }
    pins.pinIf(object -> object.kind() == Kind.FIXED, PinReason.FIXED);
    pins.pinIf(object -> object.kind() == Kind.PROTECTOR, PinReason.PROTECTOR);
    pins.pinIf(
        object -> object.kind() == Kind.VARIABLE_SIZED || object.size() <= 0,
        PinReason.VARIABLE_SIZED);
    pins.pinIf(object -> object.kind() == Kind.VARIABLE && !object.scalar(), PinReason.NOT_SCALAR);
    pins.pinIf(object -> overlaps(object, layout.objects()), PinReason.OVERLAP);
  }

  private static boolean overlaps(FrameObject object, List<FrameObject> all) {
    return all.stream()
        .anyMatch(
            other ->
                object.cfaOffset() < other.cfaEnd()
                    && other.cfaOffset() < object.cfaEnd()
                    && (object.cfaOffset() != other.cfaOffset() || object.size() != other.size()));
  }

  private static boolean allPinned(ObjectPins pins) {
    return pins.counts().values().stream().mapToInt(Integer::intValue).sum()
        == pins.objects().size();
  }
}
