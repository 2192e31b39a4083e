package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.shell.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshLineTest {
  @Test
  void checksTheGuestsKeyAndNoOther(@TempDir Path folder) throws IOException {
    Path key = Files.writeString(folder.resolve("host.pub"), "ssh-ed25519 AAAAC3 riffle\n");
    Endpoint endpoint = new Endpoint("127.0.0.1", 2222, "root", folder.resolve("login"), key);

    assertThat(SshLine.knownHost(endpoint)).isEqualTo("[127.0.0.1]:2222 ssh-ed25519 AAAAC3");
    assertThat(SshLine.command(endpoint, folder.resolve("known_hosts")))
        .startsWith("ssh -i " + folder.resolve("login") + " -p 2222 ")
        .contains("UserKnownHostsFile=" + folder.resolve("known_hosts"))
        .endsWith(" root@127.0.0.1");
  }

  @Test
  void quotesPathsForTheShell() {
    Path key = Path.of("/home/o'neil/a b/key");
    Endpoint endpoint = new Endpoint("127.0.0.1", 22, "root", key, key);
    assertThat(SshLine.command(endpoint, Path.of("/tmp/k")))
        .contains("-i '/home/o'\\''neil/a b/key' ");
  }
}
