package io.riffle.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.riffle.host.Quoting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A client of QEMU's control socket (QEMU Machine Protocol: a JSON object a line). One command at a
 * time; events that arrive between are skipped.
 */
final class Qmp implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SocketChannel channel;
  private final Duration limit;
  private final ByteBuffer received = ByteBuffer.allocate(64 * 1024).flip();

  private String version = "";

  private Qmp(SocketChannel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /**
   * Connects and negotiates.
   *
   * @param limit for each answer; a hung QEMU is noticed by it
   */
  static Qmp connect(SocketAddress address, Duration limit) throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      channel.connect(address);
      channel.configureBlocking(false);
      Qmp qmp = new Qmp(channel, limit);
      JsonNode greeting = qmp.readMessage().path("QMP").path("version");
      JsonNode number = greeting.path("qemu");
      qmp.version =
          "%s.%s.%s %s"
              .formatted(
                  number.path("major").asText(),
                  number.path("minor").asText(),
                  number.path("micro").asText(),
                  greeting.path("package").asText());
      qmp.execute("qmp_capabilities");
      return qmp;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Runs a command of QEMU's monitor for people and returns what it prints. */
  String monitor(String commandLine) throws IOException {
    ObjectNode arguments = JSON.createObjectNode().put("command-line", commandLine);
    return execute("human-monitor-command", arguments).asText();
  }

  /** Version of this QEMU with that of its package, as it greeted. */
  String version() {
    return version;
  }

  /** Turns a capability of saving and resuming on. */
  void enableMigration(String capability) throws IOException {
    ObjectNode arguments = JSON.createObjectNode();
    arguments
        .putArray("capabilities")
        .add(JSON.createObjectNode().put("capability", capability).put("state", true));
    execute("migrate-set-capabilities", arguments);
  }

  /** Begins to save the machine's state to a file. */
  void migrateTo(Path state) throws IOException {
    execute("migrate", JSON.createObjectNode().put("uri", "exec:cat > " + Quoting.word(state)));
  }

  /** Begins to load the machine's state from a file. */
  void resumeFrom(Path state) throws IOException {
    execute(
        "migrate-incoming", JSON.createObjectNode().put("uri", "exec:cat " + Quoting.word(state)));
  }

  /** QEMU's run state, such as {@code running} or {@code inmigrate}. */
  String status() throws IOException {
    return execute("query-status").path("status").asText();
  }

  /** QEMU understood a command and will not do it. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Runs a QMP command that takes no arguments and returns its answer. */
  JsonNode execute(String command) throws IOException {
    return execute(command, JSON.createObjectNode());
  }

  /** Runs a QMP command and returns its answer. */
  JsonNode execute(String command, ObjectNode arguments) throws IOException {
    ObjectNode message = JSON.createObjectNode().put("execute", command);
    message.set("arguments", arguments);
    ByteBuffer bytes = ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    while (true) {
      JsonNode answer = readMessage();
      if (answer.has("return")) {
        return answer.get("return");
      }
      if (answer.has("error")) {
        throw new RefusedException(
            "QMP " + command + ": " + answer.get("error").path("desc").asText());
      }
    }
  }

  private JsonNode readMessage() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (received.hasRemaining()) {
        byte next = received.get();
        if (next == '\n') {
          return JSON.readTree(line.toByteArray());
        }
        line.write(next);
      }
      awaitBytes();
    }
  }

  private void awaitBytes() throws IOException {
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_READ);
      if (selector.select(limit.toMillis()) == 0) {
        throw new IOException("QMP did not answer within " + limit.toMillis() + " ms");
      }
    }
    received.clear();
    int count = channel.read(received);
    received.flip();
    if (count < 0) {
      throw new IOException("QEMU closed its control socket");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
