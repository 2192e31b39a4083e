package io.riffle.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The call frame information of a binary: for every pc where its caller's frame and registers are.
 * Entries are listed at once and decoded when they are asked for. Addresses are as linked. Source:
 * LSB 5.0 core, section 10.6 (.eh_frame); DWARF 5 section 6.4.
 */
public final class CallFrameInfo {
  private final Optional<EhFrame> section;
  private final List<FrameEntry> entries;
  private final FrameProgram.Dialect dialect;
  private final Map<Integer, FrameDescription> decoded = new ConcurrentHashMap<>();

  private CallFrameInfo(
      Optional<EhFrame> section, List<FrameEntry> entries, FrameProgram.Dialect dialect) {
    this.section = section;
    this.entries = entries;
    this.dialect = dialect;
  }

  static CallFrameInfo of(ElfFile elf) throws IOException {
    List<FrameEntry> entries = new ArrayList<>();
    Optional<EhFrame> bytes = EhFrame.of(elf);
    if (bytes.isPresent()) {
      entries.addAll(entries(bytes.get()));
    }
    entries.sort(
        Comparator.comparing(FrameEntry::start, Long::compareUnsigned)
            .thenComparing(FrameEntry::end, Long::compareUnsigned));
    return new CallFrameInfo(bytes, List.copyOf(entries), FrameProgram.Dialect.of(elf.isa()));
  }

  /**
   * The entry that describes {@code pc}, with its rows.
   *
   * @throws ElfFormatException if that entry is damaged or uses what Riffle does not know
   */
  public Optional<FrameDescription> describing(long pc) throws ElfFormatException {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(entries.get(middle).start(), pc) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0 || Long.compareUnsigned(pc, entries.get(low - 1).end()) >= 0) {
      return Optional.empty();
    }
    return Optional.of(description(low - 1));
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

  /** How many functions or parts of functions are described. */
  public int size() {
    return entries.size();
  }

  /**
   * The entry at an index, by ascending start.
   *
   * @throws ElfFormatException if it is damaged or uses what Riffle does not know
   */
  public FrameDescription description(int index) throws ElfFormatException {
    FrameDescription known = decoded.get(index);
    if (known == null) {
      known = entries.get(index).decode(dialect);
      decoded.put(index, known);
    }
    return known;
  }

  /**
   * Bytes of .eh_frame as they were read.
   *
   * @param address the first, as linked
   * @throws IllegalArgumentException if they are not in it
   */
  public byte[] bytes(long address, int length) {
    return section
        .flatMap(bytes -> bytes.range(address, length))
        .orElseThrow(
            () -> new IllegalArgumentException("0x%x is not in .eh_frame".formatted(address)));
  }

  private static List<FrameEntry> entries(EhFrame section) throws ElfFormatException {
    List<FrameEntry> entries = new ArrayList<>();
    Map<Integer, CommonInformation> commons = new HashMap<>();
    Cursor cursor = section.cursor().copy();
    while (cursor.remaining() >= 4) {
      int entryStart = cursor.position();
      long length = cursor.u32();
      if (length == 0xffffffffL) {
        length = cursor.i64();
      }
      if (length == 0) {
        // The end for a run-time library; linkers also leave one where object files met.
        if (section.endsAtZero()) {
          break;
        }
        continue;
      }
      Cursor entry = cursor.slice(".eh_frame entry", cursor.size(length));
      int pointerField = entry.position();
      long pointer = entry.u32();
      if (pointer == 0) {
        commons.put(entryStart, CommonInformation.read(entry, section.address()));
        continue;
      }
      CommonInformation common = commons.get((int) (pointerField - pointer));
      if (common == null) {
        throw entry.error("a description without its common information entry");
      }
      FrameEntry description = FrameEntry.read(entry, section.address(), common);
      if (description.start() != description.end()) {
        entries.add(description);
      }
    }
    return entries;
  }
}
