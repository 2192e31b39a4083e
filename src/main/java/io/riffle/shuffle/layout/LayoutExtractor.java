package io.riffle.shuffle.layout;

import io.riffle.elf.CallFrameInfo;
import io.riffle.elf.ElfFile;
import io.riffle.elf.ElfFormatException;
import io.riffle.elf.FrameDescription;
import io.riffle.elf.Symbol;
import io.riffle.elf.dwarf.Attribute;
import io.riffle.elf.dwarf.CompileUnit;
import io.riffle.elf.dwarf.Die;
import io.riffle.elf.dwarf.Dwarf;
import io.riffle.elf.dwarf.DwarfFormatException;
import io.riffle.elf.dwarf.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the layout of a binary that was just linked, from the compiler's remarks and the binary's
 * own debug information and code. Remarks say which function of which source file and line they are
 * for; debug information says where that function's code came to lie. A function for which the two
 * and the symbol table do not agree, or several do, is left out, and so never changed by a shuffle;
 * so is one whose call frame information, variables or code contradict its remark ({@link
 * Omission}).
 *
 * <p>A remark's line is that of the function's opening brace ({@code scopeLine} in LLVM), debug
 * information has the line of its name; the one follows the other within some lines.
 */
public final class LayoutExtractor {
  /** What remarks and debug information both know of a function. */
  private record Identity(String function, String file) {}

  /** A remark with the uses of each of its slots, if the compiler's record is complete. */
  private record Frame(Path file, Remark remark, Optional<List<List<FrameUse>>> uses) {}

  /** A function's layout, and the files of the remarks that it may be of. */
  private record Candidate(FunctionLayout function, Set<Path> files) {}

  private static final long LARGEST_FUNCTION = 64 << 20;
  // From a function's name to its opening brace: as many lines as parameters may take.
  private static final long LONGEST_HEAD = 100;

  private final ElfFile elf;
  private final FrameRules rules;
  private final OutlinedCode outlined;
  private final Map<Identity, List<Frame>> frames = new HashMap<>();
  private final Map<Long, List<Symbol>> symbols = new HashMap<>();
  private final Map<Omission, Integer> leftOut = new EnumMap<>(Omission.class);
  private final Set<Frame> matched = new HashSet<>();
  private final Set<Path> contradicted = new HashSet<>();
  private int remarks;

  private LayoutExtractor(ElfFile elf) throws IOException {
    this.elf = elf;
    this.outlined = OutlinedCode.of(elf);
    this.rules = FrameRules.of(elf.isa());
  }

  /**
   * Makes the layout. A file of remarks that has clang's print of its machine IR beside it, as
   * {@code NAME.mir} beside {@code NAME.yaml}, adds the uses of objects; both must be of the same
   * compilation.
   *
   * @param elf the linked binary, with debug information and a build-id
   * @param remarkFiles the optimisation records (YAML) of its objects that have some
   * @throws LayoutFormatException if a remark file is damaged, or the binary has no build-id or no
   *     DWARF 5 debug information
   * @throws IOException if the binary or a remark file is damaged or cannot be read
   */
  public static ExtractedLayout extract(ElfFile elf, List<Path> remarkFiles) throws IOException {
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
      Path machineIr = CompilerOptions.machineIrFile(file);
      extractor.addRemarks(
          file,
          RemarkReader.read(file),
          Files.isRegularFile(machineIr) ? MachineIrReader.read(machineIr, elf.isa()) : Map.of());
    }
    extractor.addSymbols();
    List<FunctionLayout> functions = extractor.functions(dwarf);
    return new ExtractedLayout(
        new Layout(elf.isa(), buildId, extractor.checksum(functions), functions),
        extractor.remarks,
        extractor.unmatched(),
        extractor.leftOut);
  }

  private int unmatched() {
    return (int)
        frames.values().stream()
            .flatMap(List::stream)
            .filter(frame -> !matched.contains(frame))
            .count();
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

  private void addRemarks(Path file, List<Remark> read, Map<String, FrameRecord> records) {
    remarks += read.size();
    for (Remark remark : read) {
      Identity identity = new Identity(remark.function(), lastComponent(remark.file()));
      Optional<List<List<FrameUse>>> uses =
          Optional.ofNullable(records.get(remark.function()))
              .flatMap(record -> record.of(remark.slots()));
      frames.computeIfAbsent(identity, key -> new ArrayList<>()).add(new Frame(file, remark, uses));
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
    Map<Long, Candidate> byAddress = new HashMap<>();
    for (CompileUnit unit : dwarf.units()) {
      for (Die die : unit.root().children()) {
        if (die.tag() == Tag.SUBPROGRAM) {
          function(die).ifPresent(found -> byAddress.put(found.function().address(), found));
        }
      }
    }
    return withoutOverlaps(
        byAddress.values().stream()
            .filter(this::isTrusted)
            .map(Candidate::function)
            .sorted(Comparator.comparingLong(FunctionLayout::address))
            .toList());
  }

  /** One contradiction shows that a file's remarks are of another compilation. */
  private boolean isTrusted(Candidate candidate) {
    boolean trusted = candidate.files().stream().noneMatch(contradicted::contains);
    if (!trusted) {
      leaveOut(Omission.OTHER_COMPILATION);
    }
    return trusted;
  }

  private List<FunctionLayout> withoutOverlaps(List<FunctionLayout> sorted) {
    List<FunctionLayout> apart = new ArrayList<>();
    for (FunctionLayout function : sorted) {
      if (apart.isEmpty() || apart.get(apart.size() - 1).end() <= function.address()) {
        apart.add(function);
      } else {
        leaveOut(Omission.OVERLAP);
      }
    }
    return apart;
  }

  private Optional<Candidate> function(Die die) throws IOException {
    var low = die.address(Attribute.LOW_PC);
    var high = die.highPc();
    Optional<Identity> identity = identity(die);
    if (low.isEmpty() || high.isEmpty() || identity.isEmpty()) {
      return Optional.empty();
    }
    long address = low.getAsLong();
    long size = high.getAsLong() - address;
    List<Frame> candidates = candidates(identity.get(), die);
    matched.addAll(candidates);
    Set<List<Remark.Slot>> slots =
        candidates.stream().map(frame -> frame.remark().slots()).collect(Collectors.toSet());
    Optional<Long> offset = elf.fileOffset(address);
    boolean symbolAgrees =
        symbols.getOrDefault(address, List.of()).stream()
            .anyMatch(
                symbol -> symbol.name().equals(identity.get().function()) && symbol.size() == size);
    boolean sane = size > 0 && size <= LARGEST_FUNCTION;
    if (!sane || slots.isEmpty() || offset.isEmpty()) {
      return Optional.empty();
    }
    if (slots.size() != 1 || !symbolAgrees) {
      return leaveOut(slots.size() != 1 ? Omission.AMBIGUOUS : Omission.NO_SYMBOL);
    }
    byte[] code = elf.store().read(offset.get(), Math.toIntExact(size));
    List<Remark.Slot> frame = slots.iterator().next();
    if (outlined.isCalledBy(code, address)) {
      return leaveOut(Omission.OUTLINED);
    }
    if (frame.size() > LayoutSection.MOST_OBJECTS) {
      return leaveOut(Omission.TOO_MANY);
    }
    // Code that a linker has folded with that of another function has two records.
    Optional<List<List<FrameUse>>> uses =
        symbols.get(address).size() == 1 ? uses(candidates) : Optional.empty();
    FunctionLayout function =
        new FunctionLayout(
            identity.get().function(),
            address,
            size,
            rules.realigned(elf.isa(), frame, code),
            uses.isPresent(),
            objects(frame, uses, ScalarVariables.of(die)));
    Optional<FrameDescription> description = description(function);
    // Without call frame information the function stays as it is.
    Optional<Omission> omission =
        description.isPresent()
            ? FrameCheck.of(elf.isa(), function, description.get(), die, code)
            : Optional.empty();
    Set<Path> files = candidates.stream().map(Frame::file).collect(Collectors.toSet());
    if (omission.isEmpty()) {
      return Optional.of(new Candidate(function, files));
    }
    // Code may make its frame in ways that its size does not show; the other two are exact.
    if (omission.get() != Omission.BEYOND_FRAME) {
      contradicted.addAll(files);
    }
    return leaveOut(omission.get());
  }

  private Optional<FrameDescription> description(FunctionLayout function) throws IOException {
    CallFrameInfo information = elf.callFrameInfo();
    try {
      return information
          .describing(function.address())
          .filter(each -> each.start() == function.address() && each.end() == function.end());
    } catch (ElfFormatException e) {
      // A damaged entry is as good as none.
      return Optional.empty();
    }
  }

  private Optional<Candidate> leaveOut(Omission omission) {
    leftOut.merge(omission, 1, Integer::sum);
    return Optional.empty();
  }

  /** All frames that may be the function's; the right one is among them if its remark is there. */
  private List<Frame> candidates(Identity identity, Die die) throws DwarfFormatException {
    Optional<Die> lined = ScalarVariables.withAttribute(die, Attribute.DECL_LINE);
    if (lined.isEmpty()) {
      return List.of();
    }
    long declared = lined.get().number(Attribute.DECL_LINE).orElse(0);
    return frames.getOrDefault(identity, List.of()).stream()
        .filter(frame -> frame.remark().line() >= declared)
        .filter(frame -> frame.remark().line() <= declared + LONGEST_HEAD)
        .toList();
  }

  /** The same function in several compilations has a record if all have, and the same one. */
  private static Optional<List<List<FrameUse>>> uses(List<Frame> candidates) {
    Set<Optional<List<List<FrameUse>>>> all =
        candidates.stream().map(Frame::uses).collect(Collectors.toSet());
    return all.size() == 1 ? all.iterator().next() : Optional.empty();
  }

  private List<FrameObject> objects(
      List<Remark.Slot> slots, Optional<List<List<FrameUse>>> uses, ScalarVariables variables) {
    List<FrameObject> objects = new ArrayList<>();
    for (int index = 0; index < slots.size(); index++) {
      FrameObject object = object(slots.get(index), variables);
      objects.add(uses.isPresent() ? object.with(uses.get().get(index)) : object);
    }
    objects.sort(Comparator.comparingLong(FrameObject::cfaOffset).reversed());
    return objects;
  }

  private FrameObject object(Remark.Slot slot, ScalarVariables variables) {
    return new FrameObject(
        slot.offset() - rules.cfaAboveEntry(),
        slot.size(),
        slot.alignment(),
        slot.kind(),
        slot.kind() == FrameObject.Kind.VARIABLE
            && variables.areScalars(slot.variables(), slot.size()),
        slot.variables().stream().map(Remark.SourceName::name).distinct().toList());
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
