package io.riffle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalByteStoreTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("file"), "0123456789");
  }

  @Test
  void isWhereLinksLead() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));

    try (LocalByteStore store = LocalByteStore.openReadOnly(link)) {
      assertThat(store.location()).isEqualTo(file.toRealPath().toString());
    }
  }

  @Test
  void readsAndOverwritesRanges() throws IOException {
    try (LocalByteStore store = LocalByteStore.open(file)) {
      assertThat(store.size()).isEqualTo(10);
      assertThat(store.name()).isEqualTo(file.toRealPath().toString());
      assertThat(store.read(3, 4)).asString(StandardCharsets.US_ASCII).isEqualTo("3456");
      assertThat(store.read(10, 0)).isEmpty();

      store.write(8, "XY".getBytes(StandardCharsets.US_ASCII));

      assertThat(store.readAll()).asString(StandardCharsets.US_ASCII).isEqualTo("01234567XY");
    }
    assertThat(file).hasContent("01234567XY");
  }

  @ParameterizedTest
  @CsvSource({"9,2", "11,0", "-1,2", "0,-1", "0,2147483647", "9223372036854775807,2"})
  void rangesOutsideAreRefusedBeforeAnythingIsAllocated(long offset, int length)
      throws IOException {
    try (LocalByteStore store = LocalByteStore.open(file)) {
      assertThatThrownBy(() -> store.read(offset, length))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void neverGrowsAFile() throws IOException {
    try (LocalByteStore store = LocalByteStore.open(file)) {
      assertThatThrownBy(() -> store.write(9, new byte[2])).isInstanceOf(EOFException.class);
    }
    assertThat(file).hasContent("0123456789");
  }

  @Test
  void readOnlyStoreCannotWrite() throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(file)) {
      assertThatThrownBy(() -> store.write(0, new byte[1]))
          .isInstanceOf(NonWritableChannelException.class);
    }
    assertThatThrownBy(() -> LocalByteStore.open(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
