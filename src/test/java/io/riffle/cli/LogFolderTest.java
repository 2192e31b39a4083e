package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.FileTree;
import io.riffle.host.HostException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LogFolderTest {
  private final StringWriter err = new StringWriter();
  private final AtomicReference<Path> used = new AtomicReference<>();

  @Test
  void isDeletedWhenAllWentWell() throws IOException {
    LogFolder.with("riffle-test", new PrintWriter(err, true), this::write);

    assertThat(used.get()).doesNotExist();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void staysWhenSomethingFailed() throws IOException {
    HostException failure = new HostException("see the log");

    assertThatThrownBy(
            () ->
                LogFolder.with(
                    "riffle-test",
                    new PrintWriter(err, true),
                    folder -> {
                      write(folder);
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(used.get().resolve("console.log")).hasContent("words");
    assertThat(err.toString()).isEqualTo("riffle: logs of what failed: " + used + "\n");
    FileTree.delete(used.get());
  }

  private void write(Path folder) throws IOException {
    used.set(folder);
    Files.writeString(folder.resolve("console.log"), "words");
  }
}
