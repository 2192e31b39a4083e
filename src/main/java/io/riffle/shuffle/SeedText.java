package io.riffle.shuffle;

import java.math.BigInteger;
import java.util.Locale;

/** Reads a seed as people write it: any 64-bit number, decimal or hexadecimal with {@code 0x}. */
public final class SeedText {
  private static final BigInteger LOWEST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final int BITS = 64;

  private SeedText() {}

  /**
   * The seed, signed or unsigned: {@code -1} and {@code 0xffffffffffffffff} are the same.
   *
   * @throws IllegalArgumentException if the text is no number or does not fit into 64 bits
   */
  public static long parse(String text) {
    BigInteger value = number(text);
    if (value.bitLength() > BITS || value.compareTo(LOWEST) < 0) {
      throw new IllegalArgumentException("'" + text + "' does not fit into 64 bits");
    }
    return value.longValue();
  }

  private static BigInteger number(String text) {
    boolean negative = text.startsWith("-");
    String digits = text.substring(negative ? 1 : 0).toLowerCase(Locale.ROOT);
    BigInteger magnitude;
    if (digits.matches("0x[0-9a-f]{1,40}")) {
      magnitude = new BigInteger(digits.substring(2), 16);
    } else if (digits.matches("[0-9]{1,40}")) {
      magnitude = new BigInteger(digits);
    } else {
      throw new IllegalArgumentException(
          "'" + text + "' is no 64-bit number, such as 42 or 0x1f2e3d4c");
    }
    return negative ? magnitude.negate() : magnitude;
  }
}
