package io.riffle.bench;

import io.riffle.isa.Isa;
import java.util.Map;
import java.util.Optional;

/**
 * What shuffling one program cost.
 *
 * @param program its name
 * @param isa its ISA
 * @param binaryBytes size of the binary
 * @param imageBytes size of the images together
 * @param functions functions with a layout
 * @param warmMillis milliseconds by phase in a warm JVM, on files of this machine
 * @param warmTotalMillis milliseconds of a whole shuffle there, from opening the files on
 * @param decodedMegabytesPerSecond megabytes of code that the decoder reads in a second
 * @param remote the same over SFTP
 * @param coldSeconds a whole process of {@code riffle shuffle}; empty if Riffle was not started by
 *     its launcher
 */
public record ShuffleTimes(
    String program,
    Isa isa,
    long binaryBytes,
    long imageBytes,
    int functions,
    Map<String, Spread> warmMillis,
    Spread warmTotalMillis,
    Spread decodedMegabytesPerSecond,
    Remote remote,
    Optional<Spread> coldSeconds) {

  /**
   * A shuffle of files in a guest.
   *
   * @param seconds how long it took
   * @param bytesRead bytes of binary and images that were read
   * @param bytesWritten bytes that were written, the journal included
   * @param requests calls that read, wrote or renamed
   */
  public record Remote(Spread seconds, long bytesRead, long bytesWritten, long requests) {}
}
