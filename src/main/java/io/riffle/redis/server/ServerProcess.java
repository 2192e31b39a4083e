package io.riffle.redis.server;

import io.riffle.guest.Guest;
import io.riffle.redis.client.Client;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import redis.clients.jedis.exceptions.JedisException;

/** A running server of a guest. Closing it kills it. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration SMALL = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int NOT_STARTED = 0;

  private final Guest guest;
  private final Place place;
  private final Duration answer;
  private int pid = NOT_STARTED;
  private int forwarded;

  /**
   * One that is not started yet.
   *
   * @param size how many times longer than small data its data may take
   */
  ServerProcess(Guest guest, Place place, int size) {
    this.guest = guest;
    this.place = place;
    this.answer = ANSWER.multipliedBy(size);
  }

  Place place() {
    return place;
  }

  int pid() {
    return pid;
  }

  /** Takes the pid that the start line printed. */
  void started(String output) {
    pid = Integer.parseInt(output.strip());
  }

  /** A connection to it. */
  public Client connect() {
    if (forwarded == 0) {
      forwarded = guest.forward(place.port());
    }
    return Client.connect(forwarded, guest.budget(answer));
  }

  /** Waits for an answer, as long as the server is there. */
  boolean awaitAnswer() {
    return awaitAnswer(this::isAlive);
  }

  /**
   * Waits for an answer until it is known that there will be none.
   *
   * @param hope whether it may still answer; asked each time that it does not
   */
  boolean awaitAnswer(BooleanSupplier hope) {
    AtomicBoolean answered = new AtomicBoolean();
    return await(
            () -> {
              answered.set(answers());
              return answered.get() || !hope.getAsBoolean();
            })
        && answered.get();
  }

  boolean awaitEnd() {
    return await(() -> !isAlive());
  }

  boolean isAlive() {
    return guest.run("kill -0 " + pid + " 2>/dev/null", SMALL).succeeded();
  }

  private boolean await(java.util.concurrent.Callable<Boolean> condition) {
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .atMost(guest.budget(answer))
          .until(condition);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private boolean answers() {
    try (Client client = connect()) {
      return client.text("PING").equals("PONG");
    } catch (JedisException notYet) {
      // Not listening yet, or still loading its data.
      return false;
    }
  }

  String log() {
    return guest.run("tail -n 30 " + place.log() + " 2>/dev/null", SMALL).output();
  }

  @Override
  public void close() {
    if (pid != NOT_STARTED) {
      guest.run("kill -9 " + pid + " 2>/dev/null; true", SMALL);
    }
  }
}
