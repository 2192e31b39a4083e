package io.riffle.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The symbols of a file, with its functions by name and by address. */
final class SymbolTable {
  private static final int ENTRY_SIZE = 24;
  private static final Comparator<Symbol> BY_BINDING =
      Comparator.comparingInt(symbol -> preference(symbol.binding()));

  private final List<Symbol> symbols;
  private final Map<String, Symbol> functions = new HashMap<>();
  private final List<Symbol> byAddress;

  /** For each of {@code byAddress} the highest end of it and those before, to stop looking. */
  private final long[] highestEnd;

  private SymbolTable(List<Symbol> symbols) {
    this.symbols = List.copyOf(symbols);
    List<Symbol> sorted = new ArrayList<>();
    for (Symbol symbol : symbols) {
      if (symbol.isFunction()) {
        functions.merge(symbol.name(), symbol, SymbolTable::better);
        sorted.add(symbol);
      }
    }
    sorted.sort(Comparator.comparing(Symbol::value, Long::compareUnsigned));
    this.byAddress = List.copyOf(sorted);
    this.highestEnd = new long[byAddress.size()];
    long highest = 0;
    for (int i = 0; i < highestEnd.length; i++) {
      Symbol symbol = byAddress.get(i);
      long end = symbol.value() + Math.max(symbol.size(), 1);
      highest = Long.compareUnsigned(end, highest) > 0 ? end : highest;
      highestEnd[i] = highest;
    }
  }

  static SymbolTable of(ElfFile elf) throws IOException {
    Optional<Section> table = ofType(elf, Section.SYMTAB).or(() -> ofType(elf, Section.DYNSYM));
    return new SymbolTable(table.isPresent() ? read(elf, table.get()) : List.of());
  }

  List<Symbol> symbols() {
    return symbols;
  }

  Optional<Symbol> function(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  Optional<Symbol> functionAt(long address) {
    int low = 0;
    int high = byAddress.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(byAddress.get(middle).value(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    Symbol found = null;
    for (int i = low - 1; i >= 0 && Long.compareUnsigned(highestEnd[i], address) > 0; i--) {
      Symbol symbol = byAddress.get(i);
      if (found != null && symbol.value() != found.value()) {
        break;
      }
      if (symbol.covers(address)) {
        found = found == null ? symbol : better(symbol, found);
      }
    }
    return Optional.ofNullable(found);
  }

  private static Symbol better(Symbol one, Symbol other) {
    return BY_BINDING.compare(one, other) <= 0 ? one : other;
  }

  private static int preference(Symbol.Binding binding) {
    return switch (binding) {
      case GLOBAL, UNIQUE -> 0;
      case WEAK -> 1;
      case LOCAL, OTHER -> 2;
    };
  }

  private static Optional<Section> ofType(ElfFile elf, int type) {
    return elf.sections().stream().filter(section -> section.type() == type).findFirst();
  }

  private static List<Symbol> read(ElfFile elf, Section table) throws IOException {
    String file = elf.store().name();
    if (table.entrySize() != ENTRY_SIZE || table.size() % ENTRY_SIZE != 0) {
      throw new ElfFormatException(
          file, table.name() + ": symbols of " + table.entrySize() + " bytes instead of 24");
    }
    if (table.link() < 0 || table.link() >= elf.sections().size()) {
      throw new ElfFormatException(file, table.name() + ": no string table " + table.link());
    }
    Section strings = elf.sections().get(table.link());
    StringTable names = new StringTable(file, strings.name(), elf.contents(strings));
    byte[] bytes = elf.contents(table);
    Cursor cursor = new Cursor(file, table.name(), bytes, 0, bytes.length);
    List<Symbol> symbols = new ArrayList<>(bytes.length / ENTRY_SIZE);
    String sourceFile = "";
    while (cursor.remaining() > 0) {
      String name = names.at(cursor.u32());
      int info = cursor.u8();
      cursor.u8();
      int sectionIndex = cursor.u16();
      long value = cursor.i64();
      long size = cursor.i64();
      Symbol.Type type = Symbol.Type.of(info & 15);
      Symbol.Binding binding = Symbol.Binding.of(info >> 4);
      if (type == Symbol.Type.FILE) {
        sourceFile = name;
      }
      String source = binding == Symbol.Binding.LOCAL ? sourceFile : "";
      symbols.add(new Symbol(name, value, size, type, binding, sectionIndex, source));
    }
    return symbols;
  }
}
