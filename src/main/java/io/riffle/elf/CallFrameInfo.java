package io.riffle.elf;

import java.io.IOException;
import java.util.Optional;

/**
 * The call frame information of a binary: for every pc where its caller's frame and registers are.
 * Entries are listed at once and decoded when they are asked for. Addresses are as linked. Source:
 * LSB 5.0 core, .eh_frame sections; DWARF 5 section 6.4.
 */
public final class CallFrameInfo {
  private CallFrameInfo() {}

  static CallFrameInfo of(ElfFile elf) throws IOException {
    throw new UnsupportedOperationException("call frame information of " + elf);
  }

  /**
   * The entry that describes {@code pc}, with its rows.
   *
   * @throws ElfFormatException if that entry is damaged or uses what Riffle does not know
   */
  public Optional<FrameDescription> describing(long pc) throws ElfFormatException {
    throw new UnsupportedOperationException();
  }

  /**
   * The row that holds at {@code pc}.
   *
   * @throws ElfFormatException if its entry is damaged or uses what Riffle does not know
   */
  public Optional<FrameRow> rowAt(long pc) throws ElfFormatException {
    Optional<FrameDescription> description = describing(pc);
    return description.isPresent() ? description.get().rowAt(pc) : Optional.empty();
  }
}
