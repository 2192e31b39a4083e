package io.riffle.shuffle;

import io.riffle.elf.FrameRow;
import io.riffle.elf.SaveRule;
import io.riffle.isa.Isa;
import io.riffle.shuffle.FunctionCode.Unanalysable;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FrameObject.Kind;
import io.riffle.shuffle.layout.FunctionLayout;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Which frame objects of a function may move while it has live frames, by the strict rule: only
 * those that nothing reaches but plain {@code [base + displacement]} operands, all of which were
 * found. And which may move while it has none: then also those whose address is taken or that are
 * indexed, if the compiler's record says of each address what it belongs to.
 *
 * @param layout the function's frame
 * @param units what may move, with all references to it
 * @param pins why the other objects stay
 * @param resting the same of the function while it has no live frame; empty if nothing differs
 */
record FunctionAnalysis(
    FunctionLayout layout,
    List<MovableUnit> units,
    ObjectPins pins,
    Optional<FunctionAnalysis> resting) {
  /** Why objects stay that a record of the compiler's uses could free. */
  private static final Set<PinReason> UNPROVEN =
      EnumSet.of(
          PinReason.ADDRESS_TAKEN,
          PinReason.INDEXED,
          PinReason.NOT_SCALAR,
          PinReason.BASE_REGISTER,
          PinReason.FRAME_ADDRESS_READ);

  FunctionAnalysis(FunctionLayout layout, List<MovableUnit> units, ObjectPins pins) {
    this(layout, units, pins, Optional.empty());
  }

  private FunctionAnalysis resting(FunctionAnalysis other) {
    return new FunctionAnalysis(layout, units, pins, Optional.of(other));
  }

  /** The analysis that holds while the function has no live frame. */
  FunctionAnalysis atRest() {
    return resting.orElse(this);
  }

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
    ObjectPins live = new ObjectPins(layout.objects());
    pinByNature(layout, live);
    ObjectPins atRest = live.copy();
    pinByType(live);
    pinRecorded(live);
    pinProtected(layout, atRest);
    if (allPinned(live) && (!layout.recorded() || allPinned(atRest))) {
      FunctionAnalysis nothing = new FunctionAnalysis(layout, List.of(), live);
      return layout.recorded()
          ? nothing.resting(new FunctionAnalysis(layout, List.of(), atRest))
          : withoutRecord(nothing, PinReason.NO_RECORD);
    }
    try {
      FunctionCode decoded = FunctionCode.of(layout, code, isa, rows);
      FrameTracking tracking = FrameTracking.of(decoded, functionEntry);
      SavedRegisters saved = new SavedRegisters(rows, saves, isa);
      FunctionAnalysis strict =
          analyse(layout, saved, live, new AccessCollector(decoded, tracking, live));
      if (!layout.recorded()) {
        return withoutRecord(strict, PinReason.NO_RECORD);
      }
      // Most functions of a program have nothing that the record could free.
      return UNPROVEN.stream().anyMatch(live.counts()::containsKey)
          ? withRecord(strict, saved, atRest, new RecordedCollector(decoded, tracking, atRest))
          : strict;
    } catch (Unanalysable e) {
      live.pinAll(e.reason());
      return new FunctionAnalysis(layout, List.of(), live);
    }
  }

  private static FunctionAnalysis analyse(
      FunctionLayout layout, SavedRegisters saved, ObjectPins pins, AccessCollector collector)
      throws Unanalysable {
    List<SaveRule> movable = saved.pinTheRest(pins);
    List<FrameReference> references = collector.collect();
    saved.pinOffStackPointer(pins, movable, references);
    return new FunctionAnalysis(layout, UnitBuilder.build(pins, references, movable), pins);
  }

  private static FunctionAnalysis withRecord(
      FunctionAnalysis strict, SavedRegisters saved, ObjectPins pins, RecordedCollector collector) {
    FunctionAnalysis recorded;
    try {
      recorded = analyse(strict.layout, saved, pins, collector);
    } catch (Unanalysable e) {
      return withoutRecord(strict, e.reason());
    }
    ObjectPins live = strict.pins.copy();
    for (int object = 0; object < live.objects().size(); object++) {
      if (live.isPinned(object) && !recorded.pins.isPinned(object)) {
        live.explain(object, PinReason.LIVE);
      }
    }
    return new FunctionAnalysis(strict.layout, strict.units, live).resting(recorded);
  }

  /** The strict rule alone, for a function that is not live too. */
  private static FunctionAnalysis withoutRecord(FunctionAnalysis strict, PinReason reason) {
    ObjectPins pins = strict.pins.copy();
    for (int object = 0; object < pins.objects().size(); object++) {
      if (pins.reason(object).filter(UNPROVEN::contains).isPresent()) {
        pins.explain(object, reason);
      }
    }
    return strict.resting(new FunctionAnalysis(strict.layout, strict.units, pins));
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
    pins.pinIf(object -> overlaps(object, layout.objects()), PinReason.OVERLAP);
  }

  private static void pinByType(ObjectPins pins) {
    pins.pinIf(FunctionAnalysis::isAggregate, PinReason.NOT_SCALAR);
  }

  /**
   * What the compiler recorded an address of: the code shows only the constant part of that
   * address, which may lie in a neighbour, and not what becomes of it.
   */
  private static void pinRecorded(ObjectPins pins) {
    pins.pinIf(object -> !object.uses().isEmpty(), PinReason.ADDRESS_TAKEN);
  }

  /** A guard protects by what lies between it and arrays, or others that have an address. */
  private static void pinProtected(FunctionLayout layout, ObjectPins pins) {
    if (layout.objects().stream().anyMatch(object -> object.kind() == Kind.PROTECTOR)) {
      pins.pinIf(object -> isAggregate(object) || !object.uses().isEmpty(), PinReason.PROTECTED);
    }
  }

  private static boolean isAggregate(FrameObject object) {
    return object.kind() == Kind.VARIABLE && !object.scalar();
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
