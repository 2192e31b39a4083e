package io.riffle.criu;

import java.util.Optional;

/**
 * A virtual memory area of a process.
 *
 * @param start address of the first byte
 * @param end one past the last byte
 * @param protection PROT_* bits
 * @param flags MAP_* bits
 * @param fileOffset offset in the file in bytes; 0 without a file
 * @param file path of the mapped file, if there is one
 * @param status CRIU's own bits, see the constants
 * @param identity what is known of the file when it was dumped, if there is one
 */
public record MemoryMapping(
    long start,
    long end,
    int protection,
    int flags,
    long fileOffset,
    Optional<String> file,
    int status,
    Optional<FileIdentity> identity) {

  /** A mapping of whose file nothing is known but its path. */
  public MemoryMapping(
      long start,
      long end,
      int protection,
      int flags,
      long fileOffset,
      Optional<String> file,
      int status) {
    this(start, end, protection, flags, fileOffset, file, status, Optional.empty());
  }

  /** PROT_READ. */
  public static final int READ = 1;

  /** PROT_WRITE. */
  public static final int WRITE = 2;

  /** PROT_EXEC. */
  public static final int EXECUTE = 4;

  /** Status bit: the vDSO. */
  public static final int STATUS_VDSO = 1 << 3;

  /** Size in bytes. */
  public long size() {
    return end - start;
  }

  /** Whether this is the kernel's vDSO, whose pages are in the dump and which has no file. */
  public boolean vdso() {
    return (status & STATUS_VDSO) != 0;
  }

  /** Whether code in it can run. */
  public boolean executable() {
    return (protection & EXECUTE) != 0;
  }

  /** Whether {@code address} is in it. */
  public boolean covers(long address) {
    return Long.compareUnsigned(address - start, size()) < 0;
  }
}
