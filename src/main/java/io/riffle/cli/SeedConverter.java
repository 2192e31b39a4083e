package io.riffle.cli;

import java.math.BigInteger;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a seed: any 64-bit number, decimal or hexadecimal with {@code 0x}, signed or unsigned. */
public final class SeedConverter implements ITypeConverter<Long> {
  private static final BigInteger LOWEST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final int BITS = 64;

  /** For picocli. */
  public SeedConverter() {}

  @Override
  public Long convert(String text) {
    BigInteger value = parse(text);
    if (value.bitLength() > BITS || value.compareTo(LOWEST) < 0) {
      throw new TypeConversionException("'" + text + "' does not fit into 64 bits");
    }
    return value.longValue();
  }

  private static BigInteger parse(String text) {
    boolean negative = text.startsWith("-");
    String digits = text.substring(negative ? 1 : 0).toLowerCase(Locale.ROOT);
    BigInteger magnitude;
    if (digits.matches("0x[0-9a-f]{1,40}")) {
      magnitude = new BigInteger(digits.substring(2), 16);
    } else if (digits.matches("[0-9]{1,40}")) {
      magnitude = new BigInteger(digits);
    } else {
      throw new TypeConversionException(
          "'" + text + "' is no 64-bit number, such as 42 or 0x1f2e3d4c");
    }
    return negative ? magnitude.negate() : magnitude;
  }
}
