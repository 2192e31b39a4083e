package io.riffle.suite;

import io.riffle.storage.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Numbers that follow from a master seed and a name alone, whatever else a plan has in it. */
final class Seeds {
  private Seeds() {}

  /** A seed of 63 bits, so that nobody has to type a minus. */
  static long derive(long master, String name, int index) {
    return draw(master, name, index) >>> 1;
  }

  /** A number from {@code least} to {@code most}. */
  static int between(int least, int most, long master, String name, int index) {
    return least + (int) Math.floorMod(draw(master, name, index), (long) most - least + 1);
  }

  private static long draw(long master, String name, int index) {
    byte[] hash =
        Sha256.digest()
            .digest((master + "/" + name + "/" + index).getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(hash).getLong();
  }
}
