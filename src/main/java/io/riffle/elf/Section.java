package io.riffle.elf;

/**
 * A section header (gABI chapter 4).
 *
 * @param name its name, empty for none
 * @param type {@code sh_type}, one of the constants here or any other number
 * @param flags {@code sh_flags}
 * @param address virtual address as linked, 0 if it is not loaded
 * @param offset where its contents start in the file
 * @param size size in bytes
 * @param link {@code sh_link}
 * @param info {@code sh_info}
 * @param entrySize bytes of one entry of a table, otherwise 0
 */
public record Section(
    String name,
    int type,
    long flags,
    long address,
    long offset,
    long size,
    int link,
    int info,
    long entrySize) {

  /** SHT_SYMTAB. */
  public static final int SYMTAB = 2;

  /** SHT_STRTAB. */
  public static final int STRTAB = 3;

  /** SHT_NOTE. */
  public static final int NOTE = 7;

  /** SHT_NOBITS: takes no space in the file. */
  public static final int NOBITS = 8;

  /** SHT_DYNSYM. */
  public static final int DYNSYM = 11;

  /** Flag SHF_ALLOC: loaded. */
  public static final long ALLOC = 2;

  /** Flag SHF_EXECINSTR: holds code. */
  public static final long EXECUTABLE = 4;

  /** Whether {@code virtualAddress} lies in the section as loaded. */
  public boolean covers(long virtualAddress) {
    return (flags & ALLOC) != 0 && Long.compareUnsigned(virtualAddress - address, size) < 0;
  }
}
