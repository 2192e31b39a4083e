package io.riffle.shuffle;

import io.riffle.isa.Isa;
import io.riffle.shuffle.FunctionPlan.Move;
import io.riffle.shuffle.decode.Decoder;
import io.riffle.shuffle.decode.DisplacementField;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.shuffle.decode.Instruction.AddressOf;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instruction and what replaces it. Arrays are not to be changed.
 *
 * @param address where it stands, as linked
 * @param before its bytes
 * @param after as many bytes, with other displacements
 */
record CodePatch(long address, byte[] before, byte[] after) {
  /**
   * The patches of a plan, one for each instruction that reaches a movable unit, by ascending
   * address; those that a unit stays for by chance change nothing.
   *
   * @throws ShuffleException if a patched instruction does not decode to what was meant
   */
  static Collection<CodePatch> of(FunctionPlan plan, Isa isa) throws ShuffleException {
    Map<Long, CodePatch> patches = new TreeMap<>();
    Decoder decoder = Decoder.of(isa);
    for (Move move : plan.moves()) {
      for (FrameReference reference : move.unit().references()) {
        long address = reference.instruction().address();
        CodePatch known = patches.get(address);
        byte[] bytes = known == null ? reference.bytes() : known.after();
        byte[] patched = move.isChange() ? patch(reference, bytes, move, decoder) : bytes;
        patches.put(address, new CodePatch(address, reference.bytes(), patched));
      }
    }
    return patches.values();
  }

  private static byte[] patch(FrameReference reference, byte[] bytes, Move move, Decoder decoder)
      throws ShuffleException {
    Instruction now = decoder.decode(bytes, 0, reference.instruction().address());
    DisplacementField field = reference.fieldIn(now);
    long displacement = reference.displacementIn(now) + move.distance(reference);
    byte[] patched = field.patch(bytes, displacement);
    if (move.swapsHalves(reference)) {
      patched = field.swapHalves(patched);
    }
    // A decoder that lies about its own field would corrupt the program: look at the result.
    Instruction then = decoder.decode(patched, 0, now.address());
    if (patched.length != bytes.length || !differsOnlyIn(displacement, now, then, reference)) {
      throw new ShuffleException(
          "the instruction at 0x%x cannot be given displacement %d: %s became %s; leave its "
                  .formatted(now.address(), displacement, now, then)
              + "function out of the layout and report this");
    }
    return patched;
  }

  private static boolean differsOnlyIn(
      long displacement, Instruction now, Instruction then, FrameReference reference) {
    if (then.memory().size() != now.memory().size()
        || then.addressOf().isPresent() != now.addressOf().isPresent()) {
      return false;
    }
    List<MemoryOperand> expected = new ArrayList<>();
    for (int index = 0; index < now.memory().size(); index++) {
      MemoryOperand operand = now.memory().get(index);
      expected.add(
          new MemoryOperand(
              operand.base(),
              operand.index(),
              index == reference.operand() ? displacement : operand.displacement(),
              operand.accessBytes(),
              operand.elementBytes(),
              operand.writeBack(),
              // Fields are compared by what they did, which the displacement shows.
              then.memory().get(index).field()));
    }
    return then.equals(
        new Instruction(
            now.address(),
            now.length(),
            now.known(),
            expected,
            now.addressOf().map(address -> expected(displacement, address, then, reference)),
            now.stack(),
            now.flow(),
            now.registersRead(),
            now.registersWritten()));
  }

  private static AddressOf expected(
      long displacement, AddressOf now, Instruction then, FrameReference reference) {
    return new AddressOf(
        now.destination(),
        now.base(),
        now.index(),
        reference.operand() == FrameReference.ADDRESS ? displacement : now.displacement(),
        then.addressOf().orElseThrow().field());
  }

  /** Whether it changes a byte. */
  boolean isChange() {
    return !Arrays.equals(before, after);
  }
}
