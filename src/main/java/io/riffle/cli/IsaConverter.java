package io.riffle.cli;

import io.riffle.isa.Isa;
import java.util.ArrayList;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an ISA. */
public final class IsaConverter implements ITypeConverter<Isa> {
  /** For picocli. */
  public IsaConverter() {}

  @Override
  public Isa convert(String name) {
    try {
      return Isa.named(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** The names that there are, for usage texts and completion. */
  public static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    /** For picocli. */
    public Names() {
      super(Arrays.stream(Isa.values()).map(Isa::displayName).toList());
    }
  }
}
