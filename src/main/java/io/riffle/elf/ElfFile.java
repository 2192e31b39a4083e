package io.riffle.elf;

import io.riffle.isa.Isa;
import io.riffle.storage.ByteStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An ELF binary of one of Riffle's ISAs: the model that the shuffler, the unwinder and the workload
 * builder read. Headers are read and checked at once, the rest when it is first asked for; the file
 * must not change its headers, symbols or .eh_frame meanwhile (its code may). Safe for use by
 * several threads if its store is. Source: System V gABI, chapters 4 and 5.
 */
public final class ElfFile {
  private static final int TYPE_DYNAMIC = 3;
  private static final int NOTE_GNU_BUILD_ID = 3;

  private final ByteStore store;
  private final ElfHeaders headers;
  private SymbolTable symbolTable;
  private CallFrameInfo callFrameInfo;

  private ElfFile(ByteStore store, ElfHeaders headers) {
    this.store = store;
    this.headers = headers;
  }

  /**
   * Reads the headers of a binary; the store stays the caller's to close.
   *
   * @throws ElfFormatException if it is no 64-bit little-endian ELF file of a known ISA, or its
   *     header tables reach beyond its end
   * @throws IOException if the store cannot be read
   */
  public static ElfFile read(ByteStore store) throws IOException {
    return new ElfFile(store, ElfHeaders.read(store));
  }

  /** Where the bytes come from. */
  public ByteStore store() {
    return store;
  }

  /** The ISA of the code. */
  public Isa isa() {
    return headers.isa();
  }

  /** Whether it may be loaded anywhere (ET_DYN): a PIE or a shared object. */
  public boolean positionIndependent() {
    return headers.type() == TYPE_DYNAMIC;
  }

  /** Address of the first instruction, as linked. */
  public long entry() {
    return headers.entry();
  }

  /** All sections by index, the null section first; empty if the file has no section table. */
  public List<Section> sections() {
    return headers.sections();
  }

  /** The first section of that name. */
  public Optional<Section> section(String name) {
    return sections().stream().filter(section -> section.name().equals(name)).findFirst();
  }

  /** All segments in the order of the file. */
  public List<Segment> segments() {
    return headers.segments();
  }

  /**
   * All symbols of .symtab, or of .dynsym in a stripped file, in the order of the file.
   *
   * @throws ElfFormatException if the table is damaged
   */
  public List<Symbol> symbols() throws IOException {
    return table().symbols();
  }

  /**
   * The function of that name; a global one goes before a local one.
   *
   * @throws ElfFormatException if the symbol table is damaged
   */
  public Optional<Symbol> function(String name) throws IOException {
    return table().function(name);
  }

  /**
   * The function whose code covers {@code address} (as linked). Of several names for the same code
   * a global one goes before a weak one before a local one.
   *
   * @throws ElfFormatException if the symbol table is damaged
   */
  public Optional<Symbol> functionAt(long address) throws IOException {
    return table().functionAt(address);
  }

  /**
   * The GNU build-id in hexadecimal, from the file's notes.
   *
   * @throws ElfFormatException if the notes are damaged
   */
  public Optional<String> buildId() throws IOException {
    for (Segment segment : segments()) {
      if (segment.type() == Segment.NOTE) {
        Optional<String> id =
            buildIdIn("note segment", headers.bytes(segment.offset(), segment.fileSize()));
        if (id.isPresent()) {
          return id;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The bytes of a section as they now are in the file; none for one that takes no space in it.
   *
   * @throws ElfFormatException if it reaches beyond the end of the file
   */
  public byte[] contents(Section section) throws IOException {
    if (section.type() == Section.NOBITS) {
      return new byte[0];
    }
    return headers.bytes(section.offset(), section.size());
  }

  /**
   * The code of a function.
   *
   * @throws ElfFormatException if it does not lie in the file, or reaches beyond its end
   */
  public byte[] code(Symbol function) throws IOException {
    long offset =
        fileOffset(function.value())
            .orElseThrow(
                () ->
                    new ElfFormatException(
                        store.name(), "function " + function.name() + " is not in it"));
    return headers.bytes(offset, function.size());
  }

  /** Where the byte that is loaded at {@code virtualAddress} (as linked) lies in the file. */
  public Optional<Long> fileOffset(long virtualAddress) {
    return segments().stream()
        .filter(segment -> segment.type() == Segment.LOAD && segment.coversInFile(virtualAddress))
        .map(segment -> virtualAddress - segment.virtualAddress() + segment.offset())
        .findFirst();
  }

  /**
   * The call frame information of .eh_frame; an empty one if the file has none.
   *
   * @throws ElfFormatException if its list of entries is damaged
   */
  public synchronized CallFrameInfo callFrameInfo() throws IOException {
    if (callFrameInfo == null) {
      callFrameInfo = CallFrameInfo.of(this);
    }
    return callFrameInfo;
  }

  /** A range of the file, with a typed error if it is not all there. */
  byte[] range(long offset, long size) throws IOException {
    return headers.bytes(offset, size);
  }

  private synchronized SymbolTable table() throws IOException {
    if (symbolTable == null) {
      symbolTable = SymbolTable.of(this);
    }
    return symbolTable;
  }

  private Optional<String> buildIdIn(String where, byte[] notes) throws ElfFormatException {
    Cursor cursor = new Cursor(store.name(), where, notes, 0, notes.length);
    while (cursor.remaining() >= 12) {
      int nameSize = cursor.size(cursor.u32());
      int descriptionSize = cursor.size(cursor.u32());
      long type = cursor.u32();
      byte[] name = cursor.bytes(nameSize);
      cursor.align(4);
      byte[] description = cursor.bytes(descriptionSize);
      cursor.align(4);
      if (type == NOTE_GNU_BUILD_ID && Arrays.equals(name, new byte[] {'G', 'N', 'U', 0})) {
        return Optional.of(HexFormat.of().formatHex(description));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return store.name();
  }
}
