package io.riffle.elf.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DwarfTest {
  private static final int ENDLESS = 1_000;

  @Test
  void readsAUnitAndItsFiles() throws IOException {
    CompileUnit unit = unit();

    assertThat(unit.root().tag()).isEqualTo(Tag.COMPILE_UNIT);
    assertThat(unit.root().text(Attribute.NAME)).contains("wave.c");
    assertThat(unit.files()).containsExactly("wave.c", "wave.h");
    assertThat(unit.addressSize()).isEqualTo(8);
  }

  @Test
  void readsAFunction() throws IOException {
    Die function = unit().root().children().get(0);

    assertThat(function.tag()).isEqualTo(Tag.SUBPROGRAM);
    assertThat(function.text(Attribute.NAME)).contains("wave");
    assertThat(function.address(Attribute.LOW_PC)).hasValue(SampleDwarf.LOW_PC);
    assertThat(function.highPc()).hasValue(SampleDwarf.LOW_PC + SampleDwarf.CODE_BYTES);
    assertThat(function.number(Attribute.DECL_LINE)).hasValue(6);
    assertThat(function.block(Attribute.FRAME_BASE)).contains(new byte[] {0x57});
  }

  @Test
  void followsReferencesWithinAUnitAndAcross() throws IOException {
    Die function = unit().root().children().get(0);
    Die parameter = function.children().get(0);
    Die inlined = function.children().get(1);

    assertThat(parameter.text(Attribute.NAME)).contains("x");
    Die pointer = parameter.reference(Attribute.TYPE).orElseThrow();
    assertThat(pointer.tag()).isEqualTo(Tag.POINTER_TYPE);
    assertThat(pointer.reference(Attribute.TYPE).orElseThrow().text(Attribute.NAME))
        .contains("double");
    assertThat(inlined.reference(Attribute.ABSTRACT_ORIGIN)).containsSame(function);
    assertThat(inlined.number(0x1c)).hasValue(-3);
  }

  @Test
  void aValueOfAnotherClassCountsAsAbsent() throws IOException {
    Die function = unit().root().children().get(0);

    assertThat(function.number(Attribute.NAME)).isEmpty();
    assertThat(function.text(Attribute.LOW_PC)).isEmpty();
    assertThat(function.reference(Attribute.DECL_FILE)).isEmpty();
    assertThat(function.block(Attribute.NAME)).isEmpty();
    assertThat(function.address(Attribute.FRAME_BASE)).isEqualTo(OptionalLong.empty());
    assertThat(function.has(Attribute.TYPE)).isFalse();
  }

  @Test
  void passesOverUnitsOfOtherVersions() throws IOException {
    DwarfSections old = withInfo(info -> set(info, 4, 4));

    assertThat(Dwarf.read(old).units()).isEmpty();
  }

  @Test
  void refusesAnEntryOfUnknownShape() {
    DwarfSections strange = withInfo(info -> set(info, 34, 99));

    assertThatThrownBy(() -> Dwarf.read(strange))
        .isInstanceOf(DwarfFormatException.class)
        .hasMessageContaining("unknown shape");
  }

  @Test
  void refusesAUnitThatReachesBeyondTheSection() {
    DwarfSections cut = withInfo(info -> Arrays.copyOf(info, info.length - 1));

    assertThatThrownBy(() -> Dwarf.read(cut)).isInstanceOf(DwarfFormatException.class);
  }

  @Test
  void truncatedOrMutatedSectionsGiveATreeOrTheTypedError() throws IOException {
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      try {
        for (CompileUnit unit : Dwarf.read(damaged(random)).units()) {
          unit.files();
          askEverything(unit.root(), 0);
        }
      } catch (DwarfFormatException expected) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(2_000);
  }

  private static void askEverything(Die die, int depth) throws IOException {
    for (int attribute = 0; attribute < 0x80; attribute++) {
      die.number(attribute);
      die.address(attribute);
      die.text(attribute);
      die.block(attribute);
      Optional<Die> target = die.reference(attribute);
      assertThat(target).isNotNull();
    }
    die.highPc();
    assertThat(depth).isLessThan(ENDLESS);
    for (Die child : die.children()) {
      askEverything(child, depth + 1);
    }
  }

  private static DwarfSections damaged(Random random) {
    DwarfSections sample = SampleDwarf.sections();
    List<byte[]> parts =
        List.of(
            sample.info(),
            sample.abbreviations(),
            sample.texts(),
            sample.textOffsets(),
            sample.addresses(),
            sample.lines(),
            sample.lineTexts());
    byte[][] changed = parts.toArray(byte[][]::new);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int part = random.nextInt(changed.length);
      byte[] bytes = changed[part];
      if (bytes.length == 0 || random.nextInt(4) == 0) {
        changed[part] = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      } else {
        changed[part] = set(bytes, random.nextInt(bytes.length), random.nextInt(256));
      }
    }
    return new DwarfSections(
        changed[0], changed[1], changed[2], changed[3], changed[4], changed[5], changed[6]);
  }

  private static DwarfSections withInfo(UnaryOperator<byte[]> change) {
    DwarfSections sample = SampleDwarf.sections();
    return new DwarfSections(
        change.apply(sample.info()),
        sample.abbreviations(),
        sample.texts(),
        sample.textOffsets(),
        sample.addresses(),
        sample.lines(),
        sample.lineTexts());
  }

  private static byte[] set(byte[] bytes, int offset, int value) {
    byte[] changed = bytes.clone();
    changed[offset] = (byte) value;
    return changed;
  }

  private static CompileUnit unit() throws IOException {
    List<CompileUnit> units = Dwarf.read(SampleDwarf.sections()).units();
    assertThat(units).hasSize(1);
    return units.get(0);
  }
}
