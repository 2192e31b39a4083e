package io.riffle.redis.load;

import io.riffle.redis.client.Client;
import io.riffle.redis.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Several clients that write all the time, from their start to {@link #stop}. */
public final class Writers implements AutoCloseable {
  private static final Duration LAST_REPLY = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(20);

  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private Writers() {}

  /** Connects the clients and starts them. */
  public static Writers start(Server server, int count) {
    Writers all = new Writers();
    for (int i = 0; i < count; i++) {
      Writer writer = new Writer(server.connect(), i);
      Thread thread = new Thread(writer, "riffle-redis-writer-" + i);
      thread.setDaemon(true);
      all.writers.add(writer);
      all.threads.add(thread);
    }
    all.threads.forEach(Thread::start);
    return all;
  }

  /**
   * Waits until each client has got more acknowledgements.
   *
   * @throws org.awaitility.core.ConditionTimeoutException if none come
   */
  public void awaitMore(int count, Duration limit) {
    List<Long> wanted = writers.stream().map(writer -> writer.acknowledged() + count).toList();
    Awaitility.await("acknowledgements of the clients that write")
        .pollInSameThread()
        .pollInterval(POLL)
        .atMost(limit)
        .until(() -> all(wanted));
  }

  private boolean all(List<Long> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (threads.get(i).isAlive() && writers.get(i).acknowledged() < wanted.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** Has all clients end after the reply that they wait for. */
  public void stop() {
    writers.forEach(Writer::stop);
    for (Thread thread : threads) {
      try {
        thread.join(LAST_REPLY.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Writes that were acknowledged to all clients. */
  public long acknowledged() {
    return writers.stream().mapToLong(Writer::acknowledged).sum();
  }

  /** How long replies took; once stopped. */
  public Pauses pauses() {
    return Pauses.of(writers.stream().flatMapToLong(Writer::nanos).toArray());
  }

  /**
   * What is wrong: replies and writes that are lost, doubled or out of order; once stopped.
   *
   * @param other a client that did not write
   */
  public List<String> problems(Client other) {
    List<String> problems = new ArrayList<>();
    if (threads.stream().anyMatch(Thread::isAlive)) {
      problems.add("a client still waits for a reply");
      return problems;
    }
    writers.forEach(writer -> problems.addAll(writer.problems(other)));
    return problems;
  }

  /** Deletes what was written. */
  public void deleteKeys(Client other) {
    writers.forEach(writer -> writer.deleteKeys(other));
  }

  @Override
  public void close() {
    writers.forEach(Writer::stop);
  }
}
