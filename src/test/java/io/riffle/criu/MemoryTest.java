package io.riffle.criu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.storage.ByteStore;
import io.riffle.storage.InMemoryStore;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final int PAGE = 4096;

  private final byte[] bytes = new byte[4 * PAGE];
  private final InMemoryStore pages = new InMemoryStore("pages-1.img", bytes);

  /** Two adjacent runs, a hole, a page that is not dumped, and one more. */
  private final Memory memory =
      new Memory(
          pages,
          List.of(
              new PageRange(0x10000, 0x11000, PageRange.Content.DUMPED, 0),
              new PageRange(0x11000, 0x13000, PageRange.Content.DUMPED, PAGE),
              new PageRange(0x14000, 0x15000, PageRange.Content.LAZY, 3 * PAGE),
              new PageRange(0x15000, 0x16000, PageRange.Content.DUMPED, 3 * PAGE)));

  @Test
  void holdsOnlyWhatIsDumpedInOnePiece() {
    assertThat(memory.holds(0x10000, 0x3000)).isTrue();
    assertThat(memory.holds(0x10000, 0x3001)).isFalse();
    assertThat(memory.holds(0x14fff, 2)).isFalse();
    assertThat(memory.holds(0x14000, 0)).isTrue();
    assertThat(memory.holds(0x15fff, 1)).isTrue();
    assertThat(memory.holds(0xffff, 1)).isFalse();
    assertThat(memory.holds(-1, 1)).isFalse();
    assertThat(memory.holds(0x10000, -1)).isFalse();
  }

  @Test
  void writesAcrossRunsAndReadsItBack() throws IOException {
    memory.read(0x10ff8, 16);
    memory.write(0x10ffe, new byte[] {1, 2, 3, 4});

    assertThat(memory.read(0x10ffd, 6)).containsExactly(0, 1, 2, 3, 4, 0);
    assertThat(Arrays.copyOfRange(bytes, PAGE - 2, PAGE + 2)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void writesAllOrNothing() {
    assertThatThrownBy(() -> memory.write(0x12fff, new byte[] {1, 1}))
        .isInstanceOf(MissingPageException.class)
        .hasMessage("pages-1.img: no page for address 0x13000 in the dump");
    assertThat(bytes).containsOnly(0);
  }

  @Test
  void namesTheFirstMissingAddress() {
    assertThatThrownBy(() -> memory.read(0x13ffe, 4))
        .isInstanceOfSatisfying(
            MissingPageException.class,
            missing -> assertThat(missing.address()).isEqualTo(0x13ffe));
  }

  @Test
  void readsAPageOnce() throws IOException {
    for (int i = 0; i < 100; i++) {
      memory.read(0x12000 + 8 * i, 8);
    }

    assertThat(pages.reads()).isEqualTo(1);
  }

  @Test
  void looksLikeAFileInViews() throws IOException {
    ByteStore view = memory.view("vdso", 0x10ff0, 0x20);
    view.write(0x0f, new byte[] {7, 8});

    assertThat(view.size()).isEqualTo(0x20);
    assertThat(view.readAll()).hasSize(0x20).contains(7, 8);
    assertThat(bytes[PAGE]).isEqualTo((byte) 8);
    assertThatThrownBy(() -> view.read(0x1f, 2)).isInstanceOf(EOFException.class);
  }
}
