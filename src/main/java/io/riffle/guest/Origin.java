package io.riffle.guest;

import io.riffle.image.GuestImage;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a machine's disk and RAM come from.
 *
 * @param disk the file of the root disk
 * @param diskFormat its format, as QEMU names it
 * @param keepsDisk whether the guest writes to that file, instead of to an overlay that goes with
 *     it
 * @param ram the file that its RAM lies in, if in any
 * @param sharesRam whether it writes to that file, instead of to pages of its own
 * @param resumes whether it waits for the state of a saved machine instead of booting
 */
record Origin(
    Path disk,
    String diskFormat,
    boolean keepsDisk,
    Optional<Path> ram,
    boolean sharesRam,
    boolean resumes) {

  /** A machine that boots an image. */
  static Origin boot(GuestImage image) {
    return new Origin(image.root(), "raw", false, Optional.empty(), false, false);
  }

  /** A machine that boots to be saved: it leaves its disk and its RAM behind. */
  static Origin bootToSave(SnapshotFiles files) {
    return new Origin(files.disk(), "qcow2", true, Optional.of(files.ram()), true, false);
  }

  /**
   * A machine that goes on where a saved one was stopped.
   *
   * @param ramIsFile whether the saved one left its RAM in a file, or in its state
   */
  static Origin resume(SnapshotFiles files, boolean ramIsFile) {
    return new Origin(
        files.disk(),
        "qcow2",
        false,
        ramIsFile ? Optional.of(files.ram()) : Optional.empty(),
        false,
        true);
  }
}
