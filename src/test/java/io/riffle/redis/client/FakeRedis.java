package io.riffle.redis.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Speaks redis's protocol and answers what it is told to, byte by byte. */
public final class FakeRedis implements AutoCloseable {
  /** What the library asks for first. */
  private static final String HELLO = list(bulk("proto"), ":2\r\n");

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final BiFunction<Connection, String, String> answers;
  private final ServerSocket socket;

  /** One connection; a test can push to it. */
  public static final class Connection {
    private final OutputStream out;

    Connection(OutputStream out) {
      this.out = out;
    }

    /** Sends bytes that nobody has asked for. */
    public synchronized void push(String bytes) {
      try {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private FakeRedis(BiFunction<Connection, String, String> answers) throws IOException {
    this.answers = answers;
    this.socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /**
   * A server that answers all the time.
   *
   * @param answers the reply to a command, whose words have a space between them; may be empty
   */
  public static FakeRedis answering(BiFunction<Connection, String, String> answers)
      throws IOException {
    return new FakeRedis(answers);
  }

  /** A server that knows some commands and answers others as the given one does. */
  public static FakeRedis answering(Map<String, String> known, UnaryOperator<String> others)
      throws IOException {
    return new FakeRedis(
        (connection, command) ->
            known.containsKey(command) ? known.get(command) : others.apply(command));
  }

  /** A bulk reply. */
  public static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }

  /** A list of replies. */
  public static String list(String... parts) {
    return "*" + parts.length + "\r\n" + String.join("", parts);
  }

  /** A connection to it. */
  public Client connect() {
    return connect(LIMIT);
  }

  /** A connection that waits so long for a reply. */
  public Client connect(Duration limit) {
    return Client.connect(socket.getLocalPort(), limit);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        daemon(() -> serve(client));
      }
    } catch (IOException closed) {
      // With the test.
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      Connection connection = new Connection(client.getOutputStream());
      while (true) {
        List<String> words = new ArrayList<>();
        int count = number(in);
        for (int i = 0; i < count; i++) {
          byte[] word = new byte[number(in)];
          in.readFully(word);
          in.skipNBytes(2);
          words.add(new String(word, StandardCharsets.ISO_8859_1));
        }
        connection.push(
            words.get(0).equals("HELLO")
                ? HELLO
                : answers.apply(connection, String.join(" ", words)));
      }
    } catch (IOException | UncheckedIOException closed) {
      // By the client.
    }
  }

  /** The number of a line such as {@code *3}. */
  private static int number(DataInputStream in) throws IOException {
    in.readByte();
    int value = 0;
    for (int c = in.readByte(); c != '\r'; c = in.readByte()) {
      value = value * 10 + c - '0';
    }
    in.readByte();
    return value;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-redis");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
