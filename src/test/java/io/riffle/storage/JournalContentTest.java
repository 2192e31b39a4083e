package io.riffle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class JournalContentTest {
  private final JournalContent content =
      new JournalContent(
          "inventory.img",
          Map.of("größe", "/tmp/größe"),
          List.of(
              new Overwrite("pages-1.img", 1L << 40, new byte[] {1, 2}, new byte[] {3, 4}),
              new Overwrite("größe", 0, new byte[0], new byte[0])));

  @Test
  void comesBackAsItWas() throws JournalException {
    assertThat(JournalContent.decode("j", content.encode())).isEqualTo(content);
  }

  @Test
  void refusesWhatIsCutOff() {
    byte[] whole = content.encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> JournalContent.decode("j", cut))
          .isInstanceOf(JournalException.class)
          .hasMessage("j is damaged: its checksum is wrong");
    }
  }

  @Test
  void refusesAnotherVersion() {
    byte[] other = content.encode();
    other[8] = 9;

    assertThatThrownBy(() -> JournalContent.decode("j", withChecksum(other)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is no journal of version 2");
  }

  static byte[] withChecksum(byte[] bytes) {
    byte[] right = bytes.clone();
    CRC32C checksum = new CRC32C();
    checksum.update(right, 0, right.length - 4);
    ByteBuffer.wrap(right)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(right.length - 4, (int) checksum.getValue());
    return right;
  }
}
