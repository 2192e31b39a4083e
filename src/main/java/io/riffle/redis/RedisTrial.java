package io.riffle.redis;

import io.riffle.redis.check.Connections;
import io.riffle.redis.check.Difference;
import io.riffle.redis.check.ServerState;
import io.riffle.redis.check.StateComparison;
import io.riffle.redis.check.StateReader;
import io.riffle.redis.client.Client;
import io.riffle.redis.data.Dataset;
import io.riffle.redis.data.Extras;
import io.riffle.redis.data.ExtrasUse;
import io.riffle.redis.load.Companions;
import io.riffle.redis.load.Writers;
import io.riffle.redis.server.Server;
import io.riffle.redis.server.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * A server filled with data, disturbed in some way, and looked at again. Says what was found to
 * differ and judges nothing. Not safe for use by several threads.
 */
public final class RedisTrial {
  private static final int WRITERS = 3;
  private static final int WARM_UP = 50;
  private static final String AFTER = "after the restore";

  /** Of larger data redis would make its digest for minutes. */
  private static final int MOST_DIGESTED = 100_000;

  private final Server server;
  private final Dataset data;
  private final Duration patience;
  private final List<String> findings = new ArrayList<>();
  private List<String> scripts = List.of();
  private ServerState reference;
  private ServerState latest;

  /**
   * A trial of a server that has not been started.
   *
   * @param patience how long the server may take for a large command or a save in its guest
   */
  public RedisTrial(Server server, Dataset data, Duration patience) {
    this.server = server;
    this.data = data;
    this.patience = patience;
  }

  /** What was found to differ so far, one line each. */
  public List<String> findings() {
    return List.copyOf(findings);
  }

  /** The state before anything was disturbed. */
  public ServerState reference() {
    return reference;
  }

  /** Starts the server and fills it. */
  public void begin() {
    server.start("");
    fill();
  }

  /**
   * Starts the server with the data.
   *
   * @param file the data as {@link io.riffle.redis.server.DataFile} has made them
   */
  public void begin(Path file) {
    server.start("", Optional.of(file));
    complete(client -> {});
  }

  /** Fills a server that runs, perhaps with keys already. */
  public void fill() {
    complete(data::load);
  }

  private void complete(Consumer<Client> keys) {
    try (Client client = server.connect()) {
      keys.accept(client);
      scripts = Extras.load(client);
      useExtras(client, "before it was disturbed");
      reference = read(client);
      latest = reference;
    }
    server.note(
        "%s; %d keys, %s"
            .formatted(reference.version(), reference.keys().size(), reference.digest()));
  }

  /**
   * Disturbs the server while no client is connected.
   *
   * @param disturbance dumps and restores it
   */
  public void disturb(Runnable disturbance) {
    server.awaitNoClients();
    disturbance.run();
    try (Client client = server.connect()) {
      compareWithLatest(client);
      useExtras(client, AFTER);
    }
  }

  /**
   * Disturbs the server while clients write to it, wait for it and have transactions half done.
   *
   * @param rounds each dumps the server with its connections and restores it
   */
  public void disturbUnderLoad(List<Runnable> rounds) {
    try (Client client = server.connect();
        Companions companions = new Companions(server::connect);
        Writers writers = Writers.start(server, WRITERS)) {
      writers.awaitMore(WARM_UP, patience);
      SortedMap<String, String> connected = Connections.of(client);
      for (Runnable round : rounds) {
        round.run();
        writers.awaitMore(WARM_UP, patience);
      }
      writers.stop();
      addAll(AFTER, Connections.compare(connected, Connections.of(client)));
      findings.addAll(writers.problems(client));
      findings.addAll(companions.problems(client));
      writers.deleteKeys(client);
      server.note(
          "%d writes acknowledged to %d clients; %s"
              .formatted(writers.acknowledged(), WRITERS, writers.pauses()));
    }
    try (Client client = server.connect()) {
      compareWithLatest(client);
      useExtras(client, AFTER);
    }
  }

  /** Once the state was read, so that it does not tell of this. */
  private void useExtras(Client client, String when) {
    addProblems(when, ExtrasUse.ofScripts(client, scripts));
    addProblems(when, ExtrasUse.ofFunctions(client));
    addProblems(when, ExtrasUse.ofUsers(server::connect));
  }

  /** With what was read last, not first: to read a key is to use it. */
  private void compareWithLatest(Client client) {
    ServerState now = read(client);
    addAll(AFTER, StateComparison.restored(nowMs(client)).compare(latest, now));
    latest = now;
  }

  /**
   * Goes on using the server: writes, saves, rewrites its log; loads both in fresh servers, and
   * reloads in place; everything must be as it is in the server itself.
   */
  public void use() {
    try (Client client = server.connect()) {
      client.call("SET", "riffle:after", "written after the restore");
      client.call("RPUSH", "riffle:list", "a", "b", "c");
      client.call("CONFIG", "SET", "appendonly", "yes");
      awaitRewrite(client);
      client.call("SET", "riffle:tail", "behind the rewritten log");
      client.call("BGREWRITEAOF");
      awaitRewrite(client);
      client.call("SAVE");
      ServerState saved = read(client);
      compareFresh("dump.rdb", "", saved);
      compareFresh("appendonlydir", "--appendonly yes", saved);
      client.call("DEBUG", "RELOAD");
      ServerState reloaded = read(client);
      addAll("after DEBUG RELOAD", StateComparison.loaded(nowMs(client)).compare(saved, reloaded));
    }
  }

  /**
   * Compares what the server has saved with the state before.
   *
   * @param file {@code dump.rdb} or {@code appendonlydir}
   * @param options with which a fresh server loads it
   */
  public void compareSaved(String file, String options) {
    compareFresh(file, options, reference);
  }

  private ServerState read(Client client) {
    return StateReader.read(client, scripts, data.keys() <= MOST_DIGESTED);
  }

  private void awaitRewrite(Client client) {
    Awaitility.await("the rewrite of the log")
        .pollInSameThread()
        .atMost(patience)
        .until(
            () -> {
              String info = client.text("INFO", "persistence");
              return info.contains("aof_rewrite_in_progress:0")
                  && info.contains("aof_rewrite_scheduled:0")
                  && info.contains("aof_last_bgrewrite_status:ok");
            });
  }

  private void compareFresh(String file, String options, ServerState saved) {
    try (ServerProcess fresh = server.fresh(file, options);
        Client client = fresh.connect()) {
      ServerState loaded = read(client);
      String where = "in a fresh server that loaded " + file;
      addAll(where, StateComparison.loaded(nowMs(client)).compare(saved, loaded));
      addProblems(where, ExtrasUse.ofFunctions(client));
    }
  }

  /** Ends the server. */
  public void end() {
    server.end();
  }

  private static long nowMs(Client client) {
    return client.seconds() * 1000;
  }

  private void addAll(String when, List<Difference> differences) {
    addProblems(when, differences.stream().map(Difference::toString).toList());
  }

  private void addProblems(String when, List<String> problems) {
    problems.forEach(problem -> findings.add(when + ": " + problem));
  }
}
