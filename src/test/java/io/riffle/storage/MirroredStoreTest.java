package io.riffle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MirroredStoreTest {
  @Test
  void readsHereAndWritesThere() throws IOException {
    Meter meter = new Meter();
    InMemoryStore there = new InMemoryStore("there", new byte[] {1, 2, 3, 4});
    byte[] here = {1, 2, 3, 4};
    try (MirroredStore store = new MirroredStore(meter.metered(there), here)) {
      store.write(1, new byte[] {9, 8});
      assertThat(store.read(0, 4)).containsExactly(1, 9, 8, 4);
      assertThat(store.size()).isEqualTo(4);
    }
    assertThat(there.readAll()).containsExactly(1, 9, 8, 4);
    assertThat(here).containsExactly(1, 9, 8, 4);
    assertThat(meter.bytesRead()).isZero();
    assertThat(meter.bytesWritten()).isEqualTo(2);
  }

  @Test
  void knowsItsEnd() throws IOException {
    InMemoryStore there = new InMemoryStore("there", new byte[2]);
    try (MirroredStore store = new MirroredStore(there, new byte[2])) {
      assertThatThrownBy(() -> store.read(1, 2)).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> store.write(-1, new byte[1])).isInstanceOf(EOFException.class);
    }
  }
}
