package io.riffle.cli;

import io.riffle.host.Quoting;
import io.riffle.shell.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What OpenSSH's client needs to log in to a guest. */
final class SshLine {
  private SshLine() {}

  /** The command line; the guest's key is checked against {@code knownHosts} and nothing else. */
  static String command(Endpoint endpoint, Path knownHosts) {
    return "ssh -i %s -p %d -o UserKnownHostsFile=%s -o GlobalKnownHostsFile=/dev/null -o IdentitiesOnly=yes %s@%s"
        .formatted(
            Quoting.word(endpoint.privateKey()),
            endpoint.port(),
            Quoting.word(knownHosts),
            endpoint.user(),
            endpoint.host());
  }

  /** The line of a known_hosts file that vouches for the guest. */
  static String knownHost(Endpoint endpoint) throws IOException {
    String[] words = Files.readString(endpoint.hostKey()).strip().split(" ");
    return "[%s]:%d %s %s".formatted(endpoint.host(), endpoint.port(), words[0], words[1]);
  }
}
