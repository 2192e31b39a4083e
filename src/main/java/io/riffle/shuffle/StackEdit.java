package io.riffle.shuffle;

import io.riffle.criu.Memory;
import io.riffle.shuffle.FunctionPlan.Move;
import io.riffle.storage.Overwrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes to write into a dumped stack.
 *
 * @param memory the memory of the process
 * @param address where
 * @param bytes what
 * @param cfa the canonical frame address of the frame that it is in
 */
record StackEdit(Memory memory, long address, byte[] bytes, long cfa) {
  /**
   * Reads what moves in all live frames and says where it goes. All is read before anything is
   * written, since each place is left by one unit and taken by another.
   *
   * @throws IOException if the image cannot be read
   */
  static List<StackEdit> of(ShufflePlan plan, LiveFrames live, boolean identity)
      throws IOException {
    List<StackEdit> edits = new ArrayList<>();
    for (FunctionPlan function : plan.functions()) {
      List<Move> moves = identity ? function.moves() : function.changes();
      for (LiveFrame frame : live.of(function.layout())) {
        for (Move move : moves) {
          MovableUnit unit = move.unit();
          // In a prologue or epilogue the frame is not whole; what it does not own is not alive.
          if (frame.owns(unit.start()) && frame.owns(move.newStart())) {
            byte[] bytes =
                frame.memory().read(frame.cfa() + unit.start(), Math.toIntExact(unit.size()));
            edits.add(
                new StackEdit(
                    frame.memory(),
                    frame.cfa() + move.newStart(),
                    move.arranged(bytes),
                    frame.cfa()));
          }
        }
      }
    }
    return edits;
  }

  List<Overwrite> overwrites() throws IOException {
    return memory.overwrites(address, bytes);
  }
}
