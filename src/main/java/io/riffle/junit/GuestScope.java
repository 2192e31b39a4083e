package io.riffle.junit;

import io.riffle.guest.Guest;
import io.riffle.guest.GuestException;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * The guests of one test, or of one class. JUnit closes it when the test or the class has ended.
 *
 * <p>No deadlock: a class gives its core back before its tests wait for theirs, each test inside
 * takes a turn of its own, and a thread takes one core however many guests it drives.
 */
final class GuestScope implements AutoCloseable {
  private static final Namespace NAMESPACE = Namespace.create(GuestScope.class);
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private final GuestLeases pool;
  private final Map<Key, Lease> leases = new LinkedHashMap<>();

  /** Those whose guest is gone and that nobody has got a new one of. */
  private final Set<Key> gone = new LinkedHashSet<>();

  /** Which guest of the scope. */
  record Key(GuestSpec spec, String name) {}

  private GuestScope(GuestLeases pool) {
    this.pool = pool;
  }

  /** The scope of this very context. */
  static GuestScope of(ExtensionContext context) {
    GuestLeases pool = GuestLeases.of(context);
    Store store = context.getStore(NAMESPACE);
    // Stores look into those around them: the key keeps each context to its own.
    return store.getOrComputeIfAbsent(
        context.getUniqueId(), key -> new GuestScope(pool), GuestScope.class);
  }

  /** The scopes of the contexts around this one that have guests, from the nearest. */
  static List<GuestScope> around(ExtensionContext context) {
    return Stream.iterate(context.getParent(), Optional::isPresent, p -> p.get().getParent())
        .flatMap(parent -> find(parent.orElseThrow()).stream())
        .toList();
  }

  /** The scope of this very context, if it has guests. */
  static Optional<GuestScope> find(ExtensionContext context) {
    return Optional.ofNullable(
        context.getStore(NAMESPACE).get(context.getUniqueId(), GuestScope.class));
  }

  /** The guest of the key, leased now if it is the first time. */
  synchronized Guest guest(Key key) {
    Lease lease = leases.get(key);
    if (lease == null) {
      lease = pool.lease(key.spec());
      leases.put(key, lease);
    }
    return lease.guest();
  }

  synchronized boolean has(Key key) {
    return leases.containsKey(key);
  }

  synchronized List<Guest> guests() {
    return leases.values().stream().map(Lease::guest).toList();
  }

  /** Whether it has no guests, nor had any that are to be replaced. */
  synchronized boolean isEmpty() {
    return leases.isEmpty() && gone.isEmpty();
  }

  /**
   * Leases another guest for each that is gone, and connects anew to those of which only the
   * connection broke.
   *
   * @param take is told of which there is another; until it returns nobody else gets one
   */
  synchronized void renew(Consumer<Set<Key>> take) {
    leases.entrySet().stream()
        .filter(entry -> !answers(entry.getValue().guest()))
        .map(Map.Entry::getKey)
        .forEach(gone::add);
    for (Key key : gone) {
      Lease broken = leases.remove(key);
      if (broken != null) {
        broken.close();
      }
      leases.put(key, pool.lease(key.spec()));
    }
    rest();
    take.accept(Set.copyOf(gone));
    gone.clear();
  }

  private static boolean answers(Guest guest) {
    if (!guest.isAlive() || guest.shell().isConnected()) {
      return guest.isAlive();
    }
    try {
      guest.run("true", ANSWER);
      return true;
    } catch (GuestException.Disconnected e) {
      return true;
    } catch (GuestException.Lost e) {
      return false;
    }
  }

  /** Gives back the cores that were held to make the guests; who uses one takes a turn. */
  synchronized void rest() {
    leases.values().forEach(Lease::rest);
  }

  @Override
  public synchronized void close() {
    List<Lease> all = new ArrayList<>(leases.values());
    leases.clear();
    Collections.reverse(all);
    RuntimeException failure = null;
    for (Lease lease : all) {
      try {
        lease.close();
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
