package io.riffle.shuffle.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.elf.CfaRule;
import io.riffle.elf.ElfFile;
import io.riffle.elf.FrameDescription;
import io.riffle.elf.RegisterRule;
import io.riffle.elf.dwarf.Attribute;
import io.riffle.elf.dwarf.Die;
import io.riffle.elf.dwarf.Dwarf;
import io.riffle.elf.dwarf.Tag;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LayoutExtractorIT {
  private static final int OP_REGISTER_0 = 0x50;
  private static final int OP_FRAME_BASE_OFFSET = 0x91;

  @TempDir private static Path folder;
  private final Map<String, CompiledFrames> built = new HashMap<>();

  @ParameterizedTest
  @EnumSource(Isa.class)
  void tellsScalarsFromTheRest(Isa isa) throws IOException {
    FunctionLayout types = function(compiled(isa, "-O2").layout(), "types");

    assertThat(types.objects())
        .filteredOn(FrameObject::scalar)
        .flatExtracting(FrameObject::names)
        .contains("number", "colour", "pointer", "count", "real");
    assertThat(types.objects())
        .filteredOn(object -> !object.scalar())
        .flatExtracting(FrameObject::names)
        .contains("pair", "word", "array", "one", "complex");
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void knowsTheVariablesOfInlinedFunctions(Isa isa) throws IOException {
    FunctionLayout host = function(compiled(isa, "-O2").layout(), "host");

    assertThat(host.objects())
        .filteredOn(object -> object.names().contains("inside"))
        .isNotEmpty()
        .allMatch(FrameObject::scalar);
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void spillsAreNoVariablesEvenWithAName(Isa isa) throws IOException {
    FunctionLayout spills = function(compiled(isa, "-O2").layout(), "spills");

    assertThat(spills.objects())
        .isNotEmpty()
        .allMatch(object -> object.kind() == FrameObject.Kind.SPILL && !object.scalar());
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void aNameThatTwoTypesShareIsNoScalar(Isa isa) throws IOException {
    FunctionLayout twins = function(compiled(isa, "-O2").layout(), "twins");

    assertThat(twins.objects())
        .filteredOn(object -> object.names().contains("twin"))
        .isNotEmpty()
        .noneMatch(FrameObject::scalar);
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void findsRealignedFrames(Isa isa) throws IOException {
    Layout layout = compiled(isa, "-O2").layout();

    assertThat(layout.functions())
        .filteredOn(FunctionLayout::realigned)
        .extracting(FunctionLayout::name)
        .containsExactly("aligned");
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void keepsNamesakesOfDifferentFilesApart(Isa isa) throws IOException {
    Layout layout = compiled(isa, "-O2").layout();

    assertThat(layout.functions())
        .filteredOn(function -> function.name().equals("namesake"))
        .extracting(LayoutExtractorIT::largestVariable)
        .containsExactly(4L, 16L);
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void leavesOutFunctionsThatCannotBeToldApart(Isa isa) throws IOException {
    Layout layout = compiled(isa, "-O2").layout();

    assertThat(layout.functions())
        .extracting(FunctionLayout::name)
        .doesNotContain("shared")
        .contains("one", "two", "types", "many", "variable");
  }

  /** The compiler's remark is for the line of the brace, debug information has the name's. */
  @ParameterizedTest
  @EnumSource(Isa.class)
  void findsFunctionsWhoseBraceIsOnALaterLine(Isa isa) throws IOException {
    FunctionLayout below = function(compiled(isa, "-O2").layout(), "braced_below");

    assertThat(below.objects()).flatExtracting(FrameObject::names).contains("kept");
  }

  /** The callers of shared code are told by symbols, which the finished binary may lose. */
  @Test
  void leavesOutFunctionsThatCallOutlinedCode() throws IOException {
    Path own = Files.createDirectory(folder.resolve("outlined"));
    CompiledFrames compiled =
        CompiledFrames.build(Isa.AARCH64, "-Oz", own, "-mllvm", "-enable-machine-outliner=always");
    ExtractedLayout extracted = LayoutExtractor.extract(compiled.elf(), compiled.remarks());
    OutlinedCode outlined = OutlinedCode.of(compiled.elf());

    assertThat(extracted.leftOut()).containsKey(Omission.OUTLINED);
    for (FunctionLayout function : extracted.layout().functions()) {
      long offset = compiled.elf().fileOffset(function.address()).orElseThrow();
      byte[] code = compiled.elf().store().read(offset, (int) function.size());
      assertThat(outlined.isCalledBy(code, function.address())).as(function.name()).isFalse();
    }
  }

  /** The saved registers of .eh_frame are an independent word on where objects lie. */
  @ParameterizedTest
  @CsvSource({"x86-64, -O0", "x86-64, -O2", "aarch64, -O0", "aarch64, -O2"})
  void everySavedRegisterIsASpillAtItsCfaOffset(String isa, String optimisation)
      throws IOException {
    CompiledFrames compiled = compiled(Isa.named(isa), optimisation);
    int checked = 0;
    for (FunctionLayout function : compiled.layout().functions()) {
      for (long offset : savedAt(compiled.elf(), function)) {
        assertThat(function.objects())
            .as("%s, register saved at CFA%+d", function.name(), offset)
            .anyMatch(
                object ->
                    object.cfaOffset() == offset
                        && object.size() == 8
                        && object.kind() == FrameObject.Kind.SPILL);
        checked++;
      }
    }
    assertThat(checked).isGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    "x86-64, -O0", "x86-64, -O1", "x86-64, -O2", "x86-64, -O3", "x86-64, -Os",
    "aarch64, -O0", "aarch64, -O1", "aarch64, -O2", "aarch64, -O3", "aarch64, -Os"
  })
  void theBinaryContradictsNoneOfItsOwnRemarks(String isa, String optimisation) throws IOException {
    CompiledFrames compiled = compiled(Isa.named(isa), optimisation);

    ExtractedLayout extracted = LayoutExtractor.extract(compiled.elf(), compiled.remarks());

    // "shared" is in both sources and differs.
    assertThat(extracted.leftOut().keySet()).isSubsetOf(Omission.AMBIGUOUS);
    assertThat(extracted.unmatched()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "x86-64, -O2, x86-64, -O0", "x86-64, -O0, x86-64, -O2", "x86-64, -O0, aarch64, -O0",
    "aarch64, -O2, aarch64, -O0", "aarch64, -O0, aarch64, -O2", "aarch64, -O0, x86-64, -O0"
  })
  void leavesOutWhatTheRemarksOfAnotherCompilationSay(
      String isa, String optimisation, String otherIsa, String otherOptimisation)
      throws IOException {
    CompiledFrames compiled = compiled(Isa.named(isa), optimisation);
    CompiledFrames other = compiled(Isa.named(otherIsa), otherOptimisation);

    ExtractedLayout extracted = LayoutExtractor.extract(compiled.elf(), other.remarks());

    assertThat(extracted.leftOut().keySet())
        .containsAnyOf(Omission.SAVED_ELSEWHERE, Omission.VARIABLE_ELSEWHERE);
    assertThat(extracted.layout().functions())
        .extracting(FunctionLayout::name)
        .doesNotContain("types", "many", "variable");
  }

  /** So are the places of variables in DWARF. */
  @ParameterizedTest
  @CsvSource({"x86-64, -O0", "x86-64, -O2", "aarch64, -O0", "aarch64, -O2"})
  void everyVariableLiesWhereDebugInformationHasIt(String isa, String optimisation)
      throws IOException {
    CompiledFrames compiled = compiled(Isa.named(isa), optimisation);
    int checked = 0;
    for (FunctionLayout function : compiled.layout().functions()) {
      Die die = die(compiled.elf(), function.address());
      OptionalLong base = frameBaseFromCfa(compiled.elf(), die);
      for (Die variable : die.children()) {
        OptionalLong offset = frameOffset(variable);
        if (base.isEmpty() || offset.isEmpty() || function.realigned()) {
          continue;
        }
        String name = variable.text(Attribute.NAME).orElseThrow();
        assertThat(function.objects())
            .as("%s in %s", name, function.name())
            .filteredOn(object -> object.kind() != FrameObject.Kind.SPILL)
            .extracting(FrameObject::cfaOffset)
            .contains(base.getAsLong() + offset.getAsLong());
        checked++;
      }
    }
    assertThat(checked).isGreaterThanOrEqualTo(8);
  }

  @Test
  void saysThatDebugInformationIsMissing() throws IOException {
    CompiledFrames compiled = compiled(Isa.X86_64, "-O2");
    Tools.run(
        List.of("llvm-objcopy-19", "--strip-debug", compiled.elf().store().name(), "stripped"),
        folder,
        Duration.ofMinutes(1));
    ElfFile stripped = ElfFile.read(LocalByteStore.openReadOnly(folder.resolve("stripped")));

    assertThatThrownBy(() -> LayoutExtractor.extract(stripped, compiled.remarks()))
        .isInstanceOf(LayoutFormatException.class)
        .hasMessageContaining("compile with -g");
  }

  @Test
  void saysThatARemarkFileIsNone() throws IOException {
    CompiledFrames compiled = compiled(Isa.X86_64, "-O2");
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "--- [");

    assertThatThrownBy(() -> LayoutExtractor.extract(compiled.elf(), List.of(wrong)))
        .isInstanceOf(LayoutFormatException.class)
        .hasMessageContaining("wrong.yaml");
  }

  /** Built once for all tests of this class. */
  private CompiledFrames compiled(Isa isa, String optimisation) throws IOException {
    String key = isa + optimisation;
    if (!built.containsKey(key)) {
      Path own = Files.createDirectory(folder.resolve(key));
      built.put(key, CompiledFrames.build(isa, optimisation, own));
    }
    return built.get(key);
  }

  private static FunctionLayout function(Layout layout, String name) {
    return layout.functions().stream()
        .filter(function -> function.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long largestVariable(FunctionLayout function) {
    return function.objects().stream()
        .filter(object -> object.kind() == FrameObject.Kind.VARIABLE)
        .mapToLong(FrameObject::size)
        .max()
        .orElseThrow();
  }

  private static FrameDescription description(ElfFile elf, long address) throws IOException {
    return elf.callFrameInfo().describing(address).orElseThrow();
  }

  private static List<Long> savedAt(ElfFile elf, FunctionLayout function) throws IOException {
    // x86-64's return address column is pushed by the call and no object of the function.
    int pushed = elf.isa() == Isa.X86_64 ? elf.isa().registers().returnAddress() : -1;
    return description(elf, function.address()).rows().stream()
        .flatMap(row -> row.registers().entrySet().stream())
        .filter(rule -> rule.getKey() != pushed)
        .filter(rule -> rule.getValue() instanceof RegisterRule.AtCfaOffset)
        .map(rule -> ((RegisterRule.AtCfaOffset) rule.getValue()).offset())
        .distinct()
        .toList();
  }

  /** The frame base of a function's body minus the CFA. */
  private static OptionalLong frameBaseFromCfa(ElfFile elf, Die function) throws IOException {
    byte[] base = function.block(Attribute.FRAME_BASE).orElseThrow();
    int register = (base[0] & 0xff) - OP_REGISTER_0;
    long address = function.address(Attribute.LOW_PC).orElseThrow();
    return description(elf, address).rows().stream()
        .map(row -> row.cfa())
        .filter(CfaRule.RegisterOffset.class::isInstance)
        .map(CfaRule.RegisterOffset.class::cast)
        .filter(rule -> rule.register() == register)
        .mapToLong(rule -> -rule.offset())
        .min();
  }

  private static OptionalLong frameOffset(Die variable) throws IOException {
    if (variable.tag() != Tag.VARIABLE && variable.tag() != Tag.FORMAL_PARAMETER) {
      return OptionalLong.empty();
    }
    byte[] location = variable.block(Attribute.LOCATION).orElse(new byte[0]);
    if (location.length == 0 || (location[0] & 0xff) != OP_FRAME_BASE_OFFSET) {
      return OptionalLong.empty();
    }
    long value = 0;
    int used = 1;
    int shift = 0;
    do {
      value |= (location[used] & 0x7fL) << shift;
      shift += 7;
    } while ((location[used++] & 0x80) != 0);
    // Anything after the offset would change it.
    return used == location.length
        ? OptionalLong.of(value << (Long.SIZE - shift) >> (Long.SIZE - shift))
        : OptionalLong.empty();
  }

  private static Die die(ElfFile elf, long address) throws IOException {
    for (var unit : Dwarf.read(elf).units()) {
      for (Die die : unit.root().children()) {
        if (die.tag() == Tag.SUBPROGRAM
            && die.address(Attribute.LOW_PC).equals(OptionalLong.of(address))) {
          return die;
        }
      }
    }
    throw new AssertionError("no function at " + Long.toHexString(address));
  }
}
