package io.riffle.shuffle.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.isa.Isa;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LayoutSectionTest {
  private static final FrameObject SAVED =
      new FrameObject(-16, 8, 16, FrameObject.Kind.SPILL, false, List.of());
  private static final FrameObject SUM =
      new FrameObject(-24, 8, 8, FrameObject.Kind.VARIABLE, true, List.of("sum", "größe"));
  private static final FrameObject BUFFER =
      new FrameObject(-64, 40, 16, FrameObject.Kind.VARIABLE, false, List.of("sum"));

  @ParameterizedTest
  @EnumSource(Isa.class)
  void decodesWhatItEncodes(Isa isa) throws LayoutFormatException {
    Layout layout = layout(isa, SAVED, SUM, BUFFER);

    assertThat(LayoutSection.decode(LayoutSection.encode(layout))).isEqualTo(layout);
  }

  @Test
  void keepsTheUsesOfRecordedFunctions() throws LayoutFormatException {
    Layout layout = recorded();
    byte[] section = LayoutSection.encode(layout);

    assertThat(LayoutSection.decode(section)).isEqualTo(layout);
    assertThat(LayoutSection.littleEndian(section).getInt(8)).isEqualTo(LayoutSection.VERSION);
    for (int changed = -1; changed <= 1; changed += 2) {
      byte[] damaged = section.clone();
      ByteBuffer header = LayoutSection.littleEndian(damaged);
      header.putInt(40, header.getInt(40) + changed);
      LayoutSection.sealed(damaged);
      assertThatThrownBy(() -> LayoutSection.decode(damaged))
          .isInstanceOf(LayoutFormatException.class);
    }
  }

  @Test
  void readsVersionsWithoutAChecksum() throws LayoutFormatException {
    Layout layout = layout(Isa.X86_64, SAVED);
    for (int version = 2; version <= 3; version++) {
      byte[] section = LayoutSection.encode(layout);
      LayoutSection.littleEndian(section).putInt(8, version).putInt(44, 0);

      assertThat(LayoutSection.decode(section)).isEqualTo(layout);
    }
  }

  @Test
  void refusesEveryChangedByte() {
    byte[] whole = LayoutSection.encode(recorded());
    // Of a damaged magic or version it is said that these are wrong.
    for (int at = 12; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;

      assertThatThrownBy(() -> LayoutSection.decode(damaged))
          .isInstanceOf(LayoutFormatException.class)
          .hasMessageContaining("its checksum is wrong");
    }
  }

  @Test
  void refusesAFunctionOfTooManyObjects() throws LayoutFormatException {
    FrameObject[] most = new FrameObject[LayoutSection.MOST_OBJECTS];
    Arrays.fill(most, SAVED);
    Layout fits = layout(Isa.X86_64, most);
    FrameObject[] more = Arrays.copyOf(most, LayoutSection.MOST_OBJECTS + 1);
    more[LayoutSection.MOST_OBJECTS] = SUM;

    assertThat(LayoutSection.decode(LayoutSection.encode(fits))).isEqualTo(fits);
    byte[] section = LayoutSection.encode(layout(Isa.X86_64, more));
    assertThatThrownBy(() -> LayoutSection.decode(section))
        .isInstanceOf(LayoutFormatException.class)
        .hasMessageContaining("has 8193 objects for main, of which the most is 8192");
  }

  @ParameterizedTest
  @EnumSource(FrameObject.Kind.class)
  void keepsEveryKind(FrameObject.Kind kind) throws LayoutFormatException {
    Layout layout = layout(Isa.X86_64, new FrameObject(8, 0, 1, kind, false, List.of("x")), SAVED);

    assertThat(LayoutSection.decode(LayoutSection.encode(layout))).isEqualTo(layout);
  }

  @Test
  void anEmptyLayoutIsAHeaderAlone() throws LayoutFormatException {
    Layout layout = new Layout(Isa.AARCH64, "", List.of());

    assertThat(LayoutSection.encode(layout)).hasSize(LayoutSection.HEADER_BYTES);
    assertThat(LayoutSection.decode(LayoutSection.encode(layout))).isEqualTo(layout);
  }

  @Test
  void movingObjectsKeepsTheSize() {
    byte[] before = LayoutSection.encode(layout(Isa.X86_64, SAVED, SUM, BUFFER));
    byte[] after = LayoutSection.encode(layout(Isa.X86_64, SAVED, BUFFER.at(-56), SUM.at(-64)));

    assertThat(after).hasSameSizeAs(before).isNotEqualTo(before);
  }

  @Test
  void refusesABuildIdThatDoesNotFit() {
    Layout layout = new Layout(Isa.X86_64, "00".repeat(65), List.of());

    assertThatThrownBy(() -> LayoutSection.encode(layout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 88, does not begin with its magic",
    "8, 1, has version 1",
    "12, 3, is for machine 3",
    "16, 65, has a build-id of 65 bytes",
    "16, -1, has a build-id of -1 bytes",
    "20, -1, bytes by its header",
    "24, 2147483647, bytes by its header",
    "112, 0, has function 1 out of order",
    "128, 9999, has a name outside its text",
    "128, -1, has a name outside its text",
    "128, 1, begins within one",
    "132, 4, has unknown flags on main",
    "136, 1, has the wrong objects for main",
    "140, 5, has the wrong objects for main",
    "140, 1, has the wrong objects",
    "180, 2147483647, has an impossible object",
    "188, -1, has an impossible object",
    "192, 6, has an impossible object",
    "200, 5, has an impossible object",
  })
  void saysWhatIsWrong(int offset, int value, String message) {
    byte[] bytes = LayoutSection.encode(layout(Isa.X86_64, SAVED, SUM, BUFFER));
    // The table is written for functions at 112 and 144 and objects from 176.
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
    if (offset == 112) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(144, 0x10);
    }
    LayoutSection.sealed(bytes);

    assertThatThrownBy(() -> LayoutSection.decode(bytes))
        .isInstanceOf(LayoutFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(".riffle.layout");
  }

  @Test
  void refusesEveryTruncation() {
    byte[] bytes = LayoutSection.encode(recorded());

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (length >= LayoutSection.HEADER_BYTES) {
        LayoutSection.sealed(cut);
      }
      assertThatThrownBy(() -> LayoutSection.decode(cut)).isInstanceOf(LayoutFormatException.class);
    }
  }

  @Test
  void mutationsGiveALayoutOrTheTypedError() {
    byte[] bytes = LayoutSection.encode(recorded());
    Random random = new Random(20);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] mutated = bytes.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      // With a right checksum the damage gets as far as it can.
      LayoutSection.sealed(mutated);
      try {
        LayoutSection.decode(mutated);
      } catch (LayoutFormatException expected) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(5_000);
  }

  private static Layout recorded() {
    List<FrameUse> uses =
        List.of(
            new FrameUse(FrameUse.Form.ADDRESS, 40),
            new FrameUse(FrameUse.Form.INDEXED, -24),
            new FrameUse(FrameUse.Form.INDEXED_ADDRESS, 0));
    Layout layout = layout(Isa.AARCH64, SAVED, SUM);
    FunctionLayout main =
        new FunctionLayout("main", 0x401000, 0x80, false, true, List.of(SUM, BUFFER.with(uses)));
    return new Layout(layout.isa(), layout.buildId(), List.of(main, layout.functions().get(1)));
  }

  private static Layout layout(Isa isa, FrameObject... objects) {
    return new Layout(
        isa,
        "0123456789abcdef0123456789abcdef01234567",
        List.of(
            new FunctionLayout("main", 0x401000, 0x80, false, List.of(objects)),
            new FunctionLayout("solve", 0x401080, 0x100, true, List.of(SUM))));
  }
}
