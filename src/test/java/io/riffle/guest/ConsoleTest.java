package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
  @TempDir private Path folder;

  @Test
  void missingConsoleSaysNothing() {
    Console console = new Console(folder.resolve("none"));

    assertThat(console.saysReady()).isFalse();
    assertThat(console.failure()).isEmpty();
    assertThat(console.tail()).isEmpty();
  }

  @Test
  void readyAmongOtherWords() throws IOException {
    Console console = console("booting\r\n[ 1.0] x\r\nriffle: guest ready\r\n");

    assertThat(console.saysReady()).isTrue();
    assertThat(console.failure()).isEmpty();
  }

  @Test
  void panicComesWithTheLinesThatFollow() throws IOException {
    Console console = console("a\n[ 1.0] Kernel panic - not syncing: x\nCPU: 0\nCall Trace:\n");

    assertThat(console.failure().orElseThrow())
        .startsWith("kernel panic: [ 1.0] Kernel panic - not syncing: x")
        .contains("Call Trace:")
        .doesNotContain("a\n[");
  }

  @Test
  void oopsOfAKernelThatGoesOnIsKeptAndNoPanic() throws IOException {
    String stack = "at\n".repeat(30);
    Console console =
        console("x\nBUG: unable to handle page\nOops: 0002 [#1]\n" + stack + "BUG: soft\nwork\n");

    assertThat(console.failure()).isEmpty();
    assertThat(console.oopses()).hasSize(2);
    assertThat(console.oopses().get(0))
        .startsWith("BUG: unable")
        .contains("Oops: 0002")
        .hasLineCount(25);
    assertThat(console.oopses().get(1)).isEqualTo("BUG: soft\nwork");
  }

  @Test
  void panicTellsTheLastOopsBeforeIt() throws IOException {
    String stack = "at\n".repeat(30);
    Console console =
        console(
            "Oops: first\n" + stack + "Oops: last\nKernel panic - not syncing: Fatal exception\n");

    assertThat(console.failure().orElseThrow())
        .startsWith("kernel panic: Kernel panic - not syncing: Fatal exception")
        .contains("before it:\nOops: last")
        .doesNotContain("first");
  }

  @Test
  void initsOwnWordsAreTheReason() throws IOException {
    assertThat(console("x\nriffle: guest failed: /dev/vda: No such file\r\ny").failure())
        .contains("riffle: guest failed: /dev/vda: No such file");
  }

  @Test
  void tailIsShortAndBytesThatAreNoTextDoNoHarm() throws IOException {
    Path file = folder.resolve("console");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    Files.writeString(file, "line\n".repeat(1000), StandardOpenOption.APPEND);

    assertThat(new Console(file).tail().lines()).hasSize(15);
  }

  @Test
  void onlyTheEndOfAnEndlessConsoleIsRead() throws IOException {
    Console console = console("Kernel panic\n" + "x".repeat(2 << 20) + "\nlast");

    assertThat(console.failure()).isEmpty();
    assertThat(console.tail()).endsWith("\nlast").hasSizeLessThan(2 << 20);
  }

  private Console console(String text) throws IOException {
    return new Console(Files.writeString(folder.resolve("console"), text));
  }
}
