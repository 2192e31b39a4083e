package io.riffle.shuffle.layout;

import io.riffle.elf.dwarf.Attribute;
import io.riffle.elf.dwarf.Die;
import io.riffle.elf.dwarf.DwarfFormatException;
import io.riffle.elf.dwarf.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Says which of a function's variables are scalars, its own and those of the functions inlined into
 * it. In doubt the answer is no: a name that debug information does not know at that line, or knows
 * twice with different types, is no scalar.
 */
final class ScalarVariables {
  private static final long NO_SCALAR = -1;
  private static final int COMPLEX_FLOAT = 3;
  // Damaged debug information may hold circles of types or origins.
  private static final int LONGEST_CHAIN = 32;
  private static final Set<Integer> SAME_VALUE =
      Set.of(Tag.TYPEDEF, Tag.CONST_TYPE, Tag.VOLATILE_TYPE, Tag.RESTRICT_TYPE, Tag.ATOMIC_TYPE);

  private final Map<Remark.SourceName, List<Long>> sizes = new HashMap<>();
  private final Set<Long> walkedOrigins = new HashSet<>();

  private ScalarVariables() {}

  /** The variables in the tree of a function's entry. */
  static ScalarVariables of(Die function) throws DwarfFormatException {
    ScalarVariables variables = new ScalarVariables();
    variables.walk(function);
    return variables;
  }

  /** Whether all these variables are known, and each is a scalar of exactly {@code size} bytes. */
  boolean areScalars(List<Remark.SourceName> names, long size) {
    return !names.isEmpty()
        && names.stream()
            .map(name -> sizes.getOrDefault(name, List.of(NO_SCALAR)))
            .flatMap(List::stream)
            .allMatch(known -> known == size);
  }

  private void walk(Die die) throws DwarfFormatException {
    if (die.tag() == Tag.VARIABLE || die.tag() == Tag.FORMAL_PARAMETER) {
      add(die);
    }
    for (Die child : die.children()) {
      walk(child);
    }
    // An instance may lack variables that its origin has.
    if (die.tag() == Tag.INLINED_SUBROUTINE || die.tag() == Tag.SUBPROGRAM) {
      Optional<Die> origin = die.reference(Attribute.ABSTRACT_ORIGIN);
      if (origin.isPresent() && walkedOrigins.add(origin.get().offset())) {
        walk(origin.get());
      }
    }
  }

  private void add(Die variable) throws DwarfFormatException {
    Optional<Die> named = withAttribute(variable, Attribute.NAME);
    Optional<Die> placed = withAttribute(variable, Attribute.DECL_LINE);
    if (named.isEmpty() || placed.isEmpty()) {
      return;
    }
    String name = named.get().text(Attribute.NAME).orElse("");
    int line = (int) placed.get().number(Attribute.DECL_LINE).orElse(0);
    Optional<Die> type =
        withAttribute(variable, Attribute.TYPE).flatMap(die -> die.reference(Attribute.TYPE));
    long size = type.isPresent() ? scalarSize(type.get()) : NO_SCALAR;
    sizes.computeIfAbsent(new Remark.SourceName(name, line), key -> new ArrayList<>()).add(size);
  }

  /** The entry itself, or the one that it is an instance of, that has the attribute. */
  static Optional<Die> withAttribute(Die die, int attribute) {
    Optional<Die> current = Optional.of(die);
    for (int i = 0; i < LONGEST_CHAIN && current.isPresent(); i++) {
      Die at = current.get();
      if (at.has(attribute)) {
        return current;
      }
      current =
          at.reference(Attribute.ABSTRACT_ORIGIN).or(() -> at.reference(Attribute.SPECIFICATION));
    }
    return Optional.empty();
  }

  private static long scalarSize(Die type) {
    Optional<Die> current = Optional.of(type);
    for (int i = 0; i < LONGEST_CHAIN && current.isPresent(); i++) {
      Die at = current.get();
      if (!SAME_VALUE.contains(at.tag())) {
        return plainSize(at);
      }
      current = at.reference(Attribute.TYPE);
    }
    return NO_SCALAR;
  }

  private static long plainSize(Die type) {
    OptionalLong size = type.number(Attribute.BYTE_SIZE);
    return switch (type.tag()) {
      case Tag.POINTER_TYPE -> size.orElse(type.unit().addressSize());
      case Tag.ENUMERATION_TYPE -> size.orElse(NO_SCALAR);
      // A complex number is two values, and code may reach the second by itself.
      case Tag.BASE_TYPE ->
          type.number(Attribute.ENCODING).orElse(COMPLEX_FLOAT) == COMPLEX_FLOAT
              ? NO_SCALAR
              : size.orElse(NO_SCALAR);
      default -> NO_SCALAR;
    };
  }
}
