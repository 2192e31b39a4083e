package io.riffle.elf;

/**
 * An entry of a symbol table (gABI chapter 4).
 *
 * @param name its name, possibly empty
 * @param value its address as linked
 * @param size its size in bytes, 0 if not known
 * @param type what it names
 * @param binding who sees it
 * @param sectionIndex {@code st_shndx}
 * @param sourceFile for a local symbol the name of the STT_FILE symbol before it, otherwise empty
 */
public record Symbol(
    String name,
    long value,
    long size,
    Type type,
    Binding binding,
    int sectionIndex,
    String sourceFile) {

  /** STT_*; {@code OTHER} for numbers that have no name here. */
  public enum Type {
    NOTYPE(0),
    OBJECT(1),
    FUNCTION(2),
    SECTION(3),
    FILE(4),
    COMMON(5),
    TLS(6),
    INDIRECT_FUNCTION(10),
    OTHER(-1);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    static Type of(int number) {
      for (Type type : values()) {
        if (type.number == number) {
          return type;
        }
      }
      return OTHER;
    }
  }

  /** STB_*; {@code OTHER} for numbers that have no name here. */
  public enum Binding {
    LOCAL(0),
    GLOBAL(1),
    WEAK(2),
    UNIQUE(10),
    OTHER(-1);

    private final int number;

    Binding(int number) {
      this.number = number;
    }

    static Binding of(int number) {
      for (Binding binding : values()) {
        if (binding.number == number) {
          return binding;
        }
      }
      return OTHER;
    }
  }

  /** SHN_UNDEF: defined elsewhere. */
  public static final int UNDEFINED = 0;

  /** Whether it is the code of a function of this file (the resolver of an indirect one too). */
  public boolean isFunction() {
    return sectionIndex != UNDEFINED && (type == Type.FUNCTION || type == Type.INDIRECT_FUNCTION);
  }

  /** One past its last byte. */
  public long end() {
    return value + size;
  }

  /** Whether {@code address} lies in it; one of unknown size has its first byte only. */
  public boolean covers(long address) {
    return Long.compareUnsigned(address - value, Math.max(size, 1)) < 0;
  }
}
