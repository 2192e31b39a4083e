package io.riffle.host;

import java.nio.file.Path;

/** Recognises that a disk is full behind whatever a tool has made of it. */
public final class FullDisk {
  private static final String WORDS = "No space left on device";
  private static final long MEGABYTE = 1 << 20;

  private FullDisk() {}

  /** The failure itself, or one that says that the folder's disk is full if that is its reason. */
  public static HostException explain(HostException failure, Path folder) {
    String said =
        failure instanceof ToolFailedException tool ? tool.output() : failure.getMessage();
    if (said == null || !said.contains(WORDS)) {
      return failure;
    }
    return new HostException(
        "the disk of "
            + folder
            + " is full ("
            + freeMegabytes(folder)
            + " MiB are free with all deleted that was half made): free space or set "
            + Home.VARIABLE
            + " to a folder on a larger disk",
        failure);
  }

  private static String freeMegabytes(Path folder) {
    return Long.toString(folder.toFile().getUsableSpace() / MEGABYTE);
  }
}
