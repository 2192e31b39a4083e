package io.riffle.guest;

import java.nio.file.Path;

/**
 * Names in the folder of a snapshot.
 *
 * @param folder the folder
 */
record SnapshotFiles(Path folder) {
  /** State of CPU and devices, and in the slower kind of snapshot the RAM too. */
  Path state() {
    return folder.resolve("state");
  }

  Path ram() {
    return folder.resolve("ram");
  }

  /** The root disk as the saved guest left it, an overlay of the image's. */
  Path disk() {
    return folder.resolve("disk.qcow2");
  }

  Path description() {
    return folder.resolve("snapshot.json");
  }
}
