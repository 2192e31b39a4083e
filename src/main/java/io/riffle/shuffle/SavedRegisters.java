package io.riffle.shuffle;

import io.riffle.elf.FrameRow;
import io.riffle.elf.RegisterRule;
import io.riffle.elf.SaveRule;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FrameObject.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a function saves registers of its caller, and which of these places may move. Unwinders,
 * exceptions and this shuffler find the registers by .eh_frame, which must then move with them; so
 * a place may move only if .eh_frame names it by instructions of its own that can be rewritten in
 * place, and always for the same one register. The frame pointer and the return address stay, as
 * chains of frame records and debuggers expect them side by side where the frame pointer shows.
 */
final class SavedRegisters {
  private final Map<Integer, Set<Long>> places = new HashMap<>();
  private final Map<Long, Set<Integer>> holders = new HashMap<>();
  private final List<SaveRule> saves;
  private final Set<Integer> staying = new HashSet<>();
  private final int bytes;
  private final int stackPointer;
  private final boolean pushed;

  /**
   * Looks at a function.
   *
   * @param rows its rows of call frame information, ascending
   * @param saves the call frame instructions that name places
   */
  SavedRegisters(List<FrameRow> rows, List<SaveRule> saves, Isa isa) {
    this.saves = saves;
    Isa.Registers registers = isa.registers();
    bytes = FrameConventions.of(isa).savedRegisterBytes();
    // What a push saves has no displacement to change.
    pushed = FrameConventions.of(isa).implicitAccessBytes() > 0;
    stackPointer = registers.stackPointer();
    staying.addAll(List.of(stackPointer, registers.framePointer(), registers.returnAddress()));
    for (FrameRow row : rows) {
      row.registers().forEach(this::see);
    }
    if (!rows.isEmpty()) {
      // What holds at the entry already is not this function's own.
      staying.addAll(rows.get(0).registers().keySet());
    }
    saves.stream().filter(save -> save.length() == 0).forEach(save -> staying.add(save.register()));
  }

  private void see(int register, RegisterRule rule) {
    if (rule instanceof RegisterRule.AtCfaOffset saved) {
      places.computeIfAbsent(register, key -> new HashSet<>()).add(saved.offset());
      holders.computeIfAbsent(saved.offset(), key -> new HashSet<>()).add(register);
    }
  }

  /** Pins the places that stay; returns what .eh_frame says of the others. */
  List<SaveRule> pinTheRest(ObjectPins pins) {
    Set<Long> movable =
        holders.keySet().stream()
            .filter(offset -> mayMove(offset, pins.objects()))
            .collect(Collectors.toSet());
    for (long offset : holders.keySet()) {
      if (!movable.contains(offset)) {
        pins.pinTouched(offset, offset + bytes, PinReason.CALLEE_SAVED);
      }
    }
    return saves.stream().filter(save -> movable.contains(save.cfaOffset())).toList();
  }

  /**
   * Pins those of the others that are not always reached from the stack pointer, which tells what
   * of the frame is there.
   */
  void pinOffStackPointer(
      ObjectPins pins, List<SaveRule> movable, List<FrameReference> references) {
    for (FrameReference reference : references) {
      if (reference.isPlain() && reference.base() != stackPointer) {
        for (SaveRule save : movable) {
          if (save.cfaOffset() < reference.end() && reference.start() < save.cfaOffset() + bytes) {
            pins.pinTouched(save.cfaOffset(), save.cfaOffset() + bytes, PinReason.CALLEE_SAVED);
          }
        }
      }
    }
  }

  private boolean mayMove(long offset, List<FrameObject> objects) {
    if (pushed || holders.get(offset).size() != 1) {
      return false;
    }
    int register = holders.get(offset).iterator().next();
    return !staying.contains(register)
        && places.get(register).size() == 1
        && saves.stream().anyMatch(save -> isOf(save, register, offset))
        && saves.stream()
            .filter(save -> save.register() == register || save.cfaOffset() == offset)
            .allMatch(save -> isOf(save, register, offset))
        && holders.keySet().stream()
            .noneMatch(other -> other != offset && Math.abs(other - offset) < bytes)
        && objects.stream()
            .filter(object -> object.cfaOffset() < offset + bytes && offset < object.cfaEnd())
            .allMatch(
                object ->
                    object.cfaOffset() == offset
                        && object.size() == bytes
                        && object.kind() == Kind.SPILL);
  }

  private static boolean isOf(SaveRule save, int register, long offset) {
    return save.register() == register && save.cfaOffset() == offset;
  }
}
