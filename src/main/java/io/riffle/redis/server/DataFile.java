package io.riffle.redis.server;

import io.riffle.host.FileTree;
import io.riffle.host.FreePort;
import io.riffle.host.GuardedProcess;
import io.riffle.host.HostException;
import io.riffle.redis.client.Client;
import io.riffle.redis.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A data set as the file that a server loads when it starts. It is made by a server on this
 * machine, which is given the same commands as one in a guest would be, many times faster than
 * under emulation.
 */
public final class DataFile {
  /** What servers call it. */
  public static final String NAME = "dump.rdb";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration SAVING = Duration.ofMinutes(10);
  private static final Duration END = Duration.ofSeconds(10);

  private DataFile() {}

  /**
   * Makes the file.
   *
   * @param server redis-server, built for this machine's ISA
   * @param folder existing folder that gets the file
   * @throws HostException if the server does not run here
   */
  public static Path make(Path server, Dataset data, Path folder) {
    try {
      Path scratch = Files.createTempDirectory(folder, "filled");
      int port = FreePort.find();
      GuardedProcess process = start(server, port, scratch);
      try {
        fill(process, port, data, scratch);
        return Files.move(scratch.resolve(NAME), folder.resolve(NAME));
      } finally {
        process.kill(END);
        FileTree.deleteIfPossible(scratch);
      }
    } catch (IOException e) {
      throw new HostException("cannot make a file of " + data.keys() + " keys: " + e, e);
    }
  }

  private static GuardedProcess start(Path server, int port, Path folder) throws IOException {
    return GuardedProcess.startHere(
        new ProcessBuilder(
                List.of(
                    server.toString(),
                    "--port",
                    "" + port,
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--dir",
                    folder.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile()));
  }

  private static void fill(GuardedProcess process, int port, Dataset data, Path folder)
      throws IOException {
    try {
      Awaitility.await("an answer")
          .pollInSameThread()
          .atMost(LIMIT)
          .until(() -> !process.isAlive() || answers(port));
    } catch (ConditionTimeoutException e) {
      throw new HostException("redis-server does not answer on this machine", e);
    }
    if (!process.isAlive()) {
      throw new HostException(
          "redis-server ends at once on this machine: "
              + Files.readString(folder.resolve("server.log")));
    }
    try (Client client = Client.connect(port, SAVING)) {
      data.load(client);
      client.call("SAVE");
    }
  }

  private static boolean answers(int port) {
    try (Client client = Client.connect(port, END)) {
      return client.text("PING").equals("PONG");
    } catch (JedisException notYet) {
      return false;
    }
  }
}
