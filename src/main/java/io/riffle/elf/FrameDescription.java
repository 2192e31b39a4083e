package io.riffle.elf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A frame description entry (FDE) with what its common information entry adds.
 *
 * @param start first address it describes, as linked
 * @param end one past the last address
 * @param augmentation the CIE's augmentation string, such as {@code zR}
 * @param signalFrame whether this is the frame of a signal trampoline, whose caller was interrupted
 *     and did not call: its pc is then exact and not one past a call
 * @param returnAddressColumn the column whose rule gives the return address
 * @param personality address of the personality routine, or of a pointer to it when the encoding is
 *     indirect
 * @param languageData address of the language-specific data
 * @param rows the table, ascending and without gaps
 * @param saves its own instructions that say where registers are saved, in their order; not those
 *     of the common information entry
 */
public record FrameDescription(
    long start,
    long end,
    String augmentation,
    boolean signalFrame,
    int returnAddressColumn,
    OptionalLong personality,
    OptionalLong languageData,
    List<FrameRow> rows,
    List<SaveRule> saves) {

  /** Copies the lists. */
  public FrameDescription {
    rows = List.copyOf(rows);
    saves = List.copyOf(saves);
  }

  /** The row that holds at {@code pc}, if it is in this entry. */
  public Optional<FrameRow> rowAt(long pc) {
    int low = 0;
    int high = rows.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      FrameRow row = rows.get(middle);
      if (row.covers(pc)) {
        return Optional.of(row);
      }
      if (Long.compareUnsigned(pc, row.start()) < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return Optional.empty();
  }
}
