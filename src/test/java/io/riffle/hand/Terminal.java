package io.riffle.hand;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.guest.Guest;
import io.riffle.shell.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A person at a terminal of a guest: OpenSSH's client with a tty there, typed to line by line. */
final class Terminal implements AutoCloseable {
  private static final String END = "typed-line-";

  /** What the key sends: a program that takes keys one by one knows no other end of a line. */
  private static final String ENTER = "\r";

  private final Guest guest;
  private final Process ssh;
  private final StringBuffer screen = new StringBuffer();
  private int seen;
  private int lines;

  private Terminal(Guest guest, Process ssh) {
    this.guest = guest;
    this.ssh = ssh;
    Thread reader = new Thread(this::read, "terminal");
    reader.setDaemon(true);
    reader.start();
  }

  /** Logs in; the prompt is kept out of the way of what is looked for. */
  static Terminal open(Guest guest, String user, Path folder) throws IOException {
    Endpoint endpoint = guest.endpoint();
    Path known = Files.createTempFile(folder, "known", "");
    String[] key = Files.readString(endpoint.hostKey()).strip().split(" ");
    Files.writeString(
        known, "[%s]:%d %s %s\n".formatted(endpoint.host(), endpoint.port(), key[0], key[1]));
    Process ssh =
        new ProcessBuilder(
                "ssh",
                "-tt",
                "-i",
                endpoint.privateKey().toString(),
                "-p",
                String.valueOf(endpoint.port()),
                "-o",
                "UserKnownHostsFile=" + known,
                "-o",
                "GlobalKnownHostsFile=/dev/null",
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                user + "@" + endpoint.host())
            .redirectErrorStream(true)
            .start();
    return new Terminal(guest, ssh);
  }

  private void read() {
    try (InputStream in = ssh.getInputStream()) {
      byte[] chunk = new byte[4096];
      for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
        screen.append(new String(chunk, 0, length, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      screen.append(e);
    }
  }

  /** Types a line and waits for nothing. */
  void type(String line) {
    press(line + ENTER);
  }

  /** Types a line and waits for its command's end. */
  void typeAndWait(String line, int status) {
    lines++;
    seen = screen.length();
    // The quotes keep the typed line itself from looking like the answer.
    press(line + "; echo \"" + END + "\"" + lines + "=$?" + ENTER);
    Matcher end = expect(END + lines + "=(\\d+)");
    assertThat(Integer.parseInt(end.group(1))).as("%s%n%s", line, screen).isEqualTo(status);
  }

  /** Presses Ctrl-C. */
  void interrupt() {
    press("\u0003");
  }

  private void press(String keys) {
    try {
      ssh.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
      ssh.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until something new on the screen matches, and goes on behind it. */
  Matcher expect(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    try {
      return Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(100))
          .atMost(guest.budget(Duration.ofSeconds(40)))
          .until(
              () -> {
                Matcher matcher = wanted.matcher(screen.toString());
                return matcher.find(seen) ? matcher : null;
              },
              matcher -> {
                if (matcher != null) {
                  seen = matcher.end();
                }
                return matcher != null;
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no " + pattern + " on the screen:\n" + screen, e);
    }
  }

  String screen() {
    return screen.toString();
  }

  @Override
  public void close() {
    ssh.destroyForcibly();
  }
}
