package io.riffle.criu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What CRIU noted of a file that a process had open or mapped, so that another is not taken for it.
 *
 * @param size its size in bytes, if noted
 * @param buildId its GNU build-id in hexadecimal, if it is a binary that has one; with zeros to a
 *     multiple of four bytes
 */
public record FileIdentity(OptionalLong size, Optional<String> buildId) {
  private static final int WORD = 4;

  /** Of the words that CRIU writes a build-id in; none if there are none. */
  static Optional<String> buildId(List<Integer> words) {
    ByteBuffer bytes = ByteBuffer.allocate(WORD * words.size()).order(ByteOrder.LITTLE_ENDIAN);
    words.forEach(bytes::putInt);
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(HexFormat.of().formatHex(bytes.array()));
  }

  /**
   * Why a file is not that one.
   *
   * @param fileSize its size in bytes
   * @param fileBuildId its build-id in hexadecimal, if it has one
   * @return empty if nothing speaks against it
   */
  public Optional<String> objection(long fileSize, Optional<String> fileBuildId) {
    if (buildId.isPresent()
        && (fileBuildId.isEmpty() || !padded(fileBuildId.get()).equals(buildId.get()))) {
      return Optional.of(
          "has build-id %s, where the process had one with %s"
              .formatted(fileBuildId.orElse("none"), buildId.get()));
    }
    if (size.isPresent() && size.getAsLong() != fileSize) {
      return Optional.of(
          "has %d bytes, where the process had one of %d".formatted(fileSize, size.getAsLong()));
    }
    return Optional.empty();
  }

  private static String padded(String hexadecimal) {
    int missing = Math.floorMod(-hexadecimal.length(), 2 * WORD);
    return hexadecimal + "0".repeat(missing);
  }
}
