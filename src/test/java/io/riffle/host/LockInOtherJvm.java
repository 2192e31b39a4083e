package io.riffle.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A JVM of its own that says whether another process has a file locked. */
final class LockInOtherJvm {
  private LockInOtherJvm() {}

  /** Prints {@code held} or {@code free} for the file of the first argument. */
  public static void main(String[] arguments) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
      System.out.println(channel.tryLock() == null ? "held" : "free");
    }
  }
}
