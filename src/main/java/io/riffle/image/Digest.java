package io.riffle.image;

import io.riffle.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Short names for contents. */
final class Digest {
  private static final int HEX_DIGITS = 12;

  private Digest() {}

  /** The first digits of the SHA-256 of the texts, each ended by a zero byte. */
  static String of(String... texts) {
    MessageDigest sha = Sha256.digest();
    for (String text : texts) {
      sha.update(text.getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
    }
    return HexFormat.of().formatHex(sha.digest()).substring(0, HEX_DIGITS);
  }
}
