package io.riffle.shuffle.layout;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Symbol;
import io.riffle.elf.dwarf.Attribute;
import io.riffle.elf.dwarf.CompileUnit;
import io.riffle.elf.dwarf.Die;
import io.riffle.elf.dwarf.Dwarf;
import io.riffle.elf.dwarf.DwarfFormatException;
import io.riffle.elf.dwarf.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the layout of a binary that was just linked, from the compiler's remarks and the binary's
 * own debug information and code. Remarks say which function of which source file and line they are
 * for; debug information says where that function's code came to lie. A function for which the two
 * and the symbol table do not agree, or several do, is left out, and so never changed by a shuffle.
 *
 * <p>A remark's line is that of the function's opening brace ({@code scopeLine} in LLVM), debug
 * information has the line of its name; the one follows the other within some lines.
 */
public final class LayoutExtractor {
  /** What remarks and debug information both know of a function. */
  private record Identity(String function, String file) {}

  private static final long LARGEST_FUNCTION = 64 << 20;
  // From a function's name to its opening brace: as many lines as parameters may take.
  private static final long LONGEST_HEAD = 100;

  private final ElfFile elf;
  private final FrameRules rules;
  private final Map<Identity, List<Remark>> frames = new HashMap<>();
  private final Map<Long, List<Symbol>> symbols = new HashMap<>();

  private LayoutExtractor(ElfFile elf) {
    this.elf = elf;
    this.rules = FrameRules.of(elf.isa());
  }

  /**
   * Makes the layout.
   *
   * @param elf the linked binary, with debug information and a build-id
   * @param remarkFiles the optimisation records (YAML) of its objects that have some
   * @throws LayoutFormatException if a remark file is damaged, or the binary has no build-id or no
   *     DWARF 5 debug information
   * @throws IOException if the binary or a remark file is damaged or cannot be read
   */
  public static Layout extract(ElfFile elf, List<Path> remarkFiles) throws IOException {
    String buildId =
        elf.buildId()
            .orElseThrow(
                () -> new LayoutFormatException(elf + " has no build-id: link it with one"));
    Dwarf dwarf = Dwarf.read(elf);
    if (dwarf.units().isEmpty()) {
      throw new LayoutFormatException(elf + " has no DWARF 5 debug information: compile with -g");
    }
    LayoutExtractor extractor = new LayoutExtractor(elf);
    for (Path file : remarkFiles) {
      extractor.addRemarks(RemarkReader.read(file));
    }
    extractor.addSymbols();
    List<FunctionLayout> functions = extractor.functions(dwarf);
    return new Layout(elf.isa(), buildId, extractor.checksum(functions), functions);
  }

  private int checksum(List<FunctionLayout> functions) throws IOException {
    CodeChecksum checksum = new CodeChecksum();
    for (FunctionLayout function : functions) {
      // Only functions whose code is in the file have a layout.
      long offset = elf.fileOffset(function.address()).orElseThrow();
      checksum.add(elf.store().read(offset, Math.toIntExact(function.size())));
    }
    return checksum.value();
  }

  private void addRemarks(List<Remark> remarks) {
    for (Remark remark : remarks) {
      Identity identity = new Identity(remark.function(), lastComponent(remark.file()));
      frames.computeIfAbsent(identity, key -> new ArrayList<>()).add(remark);
    }
  }

  private void addSymbols() throws IOException {
    for (Symbol symbol : elf.symbols()) {
      if (symbol.isFunction()) {
        symbols.computeIfAbsent(symbol.value(), key -> new ArrayList<>()).add(symbol);
      }
    }
  }

  private List<FunctionLayout> functions(Dwarf dwarf) throws IOException {
    Map<Long, FunctionLayout> byAddress = new HashMap<>();
    for (CompileUnit unit : dwarf.units()) {
      for (Die die : unit.root().children()) {
        if (die.tag() == Tag.SUBPROGRAM) {
          function(die).ifPresent(function -> byAddress.put(function.address(), function));
        }
      }
    }
    return withoutOverlaps(
        byAddress.values().stream()
            .sorted(Comparator.comparingLong(FunctionLayout::address))
            .toList());
  }

  private static List<FunctionLayout> withoutOverlaps(List<FunctionLayout> sorted) {
    List<FunctionLayout> apart = new ArrayList<>();
    for (FunctionLayout function : sorted) {
      if (apart.isEmpty() || apart.get(apart.size() - 1).end() <= function.address()) {
        apart.add(function);
      }
    }
    return apart;
  }

  private Optional<FunctionLayout> function(Die die) throws IOException {
    var low = die.address(Attribute.LOW_PC);
    var high = die.highPc();
    Optional<Identity> identity = identity(die);
    if (low.isEmpty() || high.isEmpty() || identity.isEmpty()) {
      return Optional.empty();
    }
    long address = low.getAsLong();
    long size = high.getAsLong() - address;
    Set<List<Remark.Slot>> candidates = candidates(identity.get(), die);
    Optional<Long> offset = elf.fileOffset(address);
    boolean symbolAgrees =
        symbols.getOrDefault(address, List.of()).stream()
            .anyMatch(
                symbol -> symbol.name().equals(identity.get().function()) && symbol.size() == size);
    boolean sane = size > 0 && size <= LARGEST_FUNCTION;
    if (!sane || candidates.size() != 1 || !symbolAgrees || offset.isEmpty()) {
      return Optional.empty();
    }
    byte[] code = elf.store().read(offset.get(), Math.toIntExact(size));
    List<Remark.Slot> slots = candidates.iterator().next();
    return Optional.of(
        new FunctionLayout(
            identity.get().function(),
            address,
            size,
            rules.realigned(elf.isa(), slots, code),
            objects(slots, ScalarVariables.of(die))));
  }

  /** All frames that may be the function's; the right one is among them if its remark is there. */
  private Set<List<Remark.Slot>> candidates(Identity identity, Die die)
      throws DwarfFormatException {
    Optional<Die> lined = ScalarVariables.withAttribute(die, Attribute.DECL_LINE);
    if (lined.isEmpty()) {
      return Set.of();
    }
    long declared = lined.get().number(Attribute.DECL_LINE).orElse(0);
    return frames.getOrDefault(identity, List.of()).stream()
        .filter(remark -> remark.line() >= declared && remark.line() <= declared + LONGEST_HEAD)
        .map(Remark::slots)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<FrameObject> objects(List<Remark.Slot> slots, ScalarVariables variables) {
    return slots.stream()
        .map(
            slot ->
                new FrameObject(
                    slot.offset() - rules.cfaAboveEntry(),
                    slot.size(),
                    slot.alignment(),
                    slot.kind(),
                    slot.kind() == FrameObject.Kind.VARIABLE
                        && variables.areScalars(slot.variables(), slot.size()),
                    slot.variables().stream().map(Remark.SourceName::name).distinct().toList()))
        .sorted(Comparator.comparingLong(FrameObject::cfaOffset).reversed())
        .toList();
  }

  private static Optional<Identity> identity(Die die) throws DwarfFormatException {
    Optional<Die> linked = ScalarVariables.withAttribute(die, Attribute.LINKAGE_NAME);
    Optional<Die> named = linked.or(() -> ScalarVariables.withAttribute(die, Attribute.NAME));
    Optional<Die> filed = ScalarVariables.withAttribute(die, Attribute.DECL_FILE);
    if (named.isEmpty() || filed.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name =
        named.get().text(linked.isPresent() ? Attribute.LINKAGE_NAME : Attribute.NAME);
    List<String> files = filed.get().unit().files();
    long file = filed.get().number(Attribute.DECL_FILE).orElse(-1);
    if (name.isEmpty() || file < 0 || file >= files.size()) {
      return Optional.empty();
    }
    return Optional.of(new Identity(name.get(), lastComponent(files.get((int) file))));
  }

  /** Compilers write the same file with or without its folder. */
  private static String lastComponent(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
