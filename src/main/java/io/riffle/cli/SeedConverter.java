package io.riffle.cli;

import io.riffle.shuffle.SeedText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the seeds of options, as {@link SeedText} says. */
public final class SeedConverter implements ITypeConverter<Long> {
  /** For picocli. */
  public SeedConverter() {}

  @Override
  public Long convert(String text) {
    try {
      return SeedText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
