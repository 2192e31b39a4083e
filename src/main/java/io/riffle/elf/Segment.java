package io.riffle.elf;

/**
 * A program header (gABI chapter 5).
 *
 * @param type {@code p_type}, one of the constants here or any other number
 * @param flags {@code p_flags}
 * @param offset where it starts in the file
 * @param virtualAddress where it starts in memory, as linked
 * @param physicalAddress {@code p_paddr}
 * @param fileSize bytes in the file
 * @param memorySize bytes in memory
 * @param alignment {@code p_align}
 */
public record Segment(
    int type,
    int flags,
    long offset,
    long virtualAddress,
    long physicalAddress,
    long fileSize,
    long memorySize,
    long alignment) {

  /** PT_LOAD. */
  public static final int LOAD = 1;

  /** PT_NOTE. */
  public static final int NOTE = 4;

  /** PT_GNU_EH_FRAME. */
  public static final int GNU_EH_FRAME = 0x6474e550;

  /** Flag PF_X. */
  public static final int EXECUTABLE = 1;

  /** Whether the segment has {@code address} in memory. */
  public boolean coversInMemory(long address) {
    return Long.compareUnsigned(address - virtualAddress, memorySize) < 0;
  }

  /** Whether the segment has {@code address} in the file. */
  public boolean coversInFile(long address) {
    return Long.compareUnsigned(address - virtualAddress, fileSize) < 0;
  }
}
