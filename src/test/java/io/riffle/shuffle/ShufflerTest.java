package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.elf.ElfBytes;
import io.riffle.elf.ElfFile;
import io.riffle.isa.Isa;
import io.riffle.storage.InMemoryDirectory;
import io.riffle.storage.InMemoryStore;
import io.riffle.storage.Journal;
import io.riffle.storage.Journal.Recovery;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is read of a process, and what an undone shuffle leaves. */
class ShufflerTest {
  private static final int FUNCTION = 2;
  private static final int GLOBAL = 1;

  @ParameterizedTest
  @ValueSource(strings = {"swapcontext", "makecontext", "swapcontext@GLIBC_2.17"})
  void refusesProgramsThatSwitchStacks(String symbol) throws IOException {
    ElfFile elf =
        new ElfBytes(Isa.AARCH64, false).symbol(symbol, FUNCTION, GLOBAL, 0x400210, 8).read();

    assertThatThrownBy(() -> Shuffler.shuffle(List.of(), elf, ShuffleOptions.seeded(1)))
        .isInstanceOf(ShuffleException.class)
        .hasMessageContaining("uses " + symbol.replace("@GLIBC_2.17", ","))
        .hasMessageContaining("suspended stacks");
  }

  @Test
  void looksForLayoutsInOthers() throws IOException {
    ElfFile elf =
        new ElfBytes(Isa.AARCH64, false).symbol("context", FUNCTION, GLOBAL, 0x400210, 8).read();

    assertThatThrownBy(() -> Shuffler.shuffle(List.of(), elf, ShuffleOptions.seeded(1)))
        .isInstanceOf(ShuffleException.class)
        .hasMessageContaining("has no section .riffle.layout");
  }

  @Test
  void anUndoneShuffleLeavesNoMark() throws IOException {
    InMemoryDirectory images =
        new InMemoryDirectory()
            .with(ShuffleMark.FILE, new byte[3])
            .with(Journal.FILE + ".riffle-new", new byte[3]);
    InMemoryStore binary = new InMemoryStore("binary", new byte[3]);

    assertThat(Shuffler.recover(images, binary)).contains(Recovery.NOT_BEGUN);
    assertThat(images.files()).isEmpty();
    images.with(ShuffleMark.FILE, new byte[3]);
    assertThat(Shuffler.recover(images, binary)).isEmpty();
    assertThat(images.files()).containsExactly(ShuffleMark.FILE);
  }
}
