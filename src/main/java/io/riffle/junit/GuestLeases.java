package io.riffle.junit;

import io.riffle.guest.GuestPool;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.Lease;
import io.riffle.guest.Turn;
import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.setup.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * The pool of guests that all tests of the JVM share. JUnit closes it with the launcher's session,
 * after every test and class, so that no guest outlives it. Logs of guests lie in a temporary
 * folder until then; those of failed tests are published ({@link Artefacts}).
 */
final class GuestLeases implements AutoCloseable {
  private static final Namespace NAMESPACE = Namespace.create(GuestLeases.class);

  private final Path folder;
  private final GuestPool pool;

  private GuestLeases() {
    try {
      folder = Files.createTempDirectory("riffle-guests");
    } catch (IOException e) {
      throw new HostException("cannot make a folder for the logs of guests: " + e, e);
    }
    pool = GuestPool.in(Home.fromEnvironment(), folder);
  }

  /** The pool of the running tests, made for the first that asks. */
  static GuestLeases of(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(GuestLeases.class, key -> new GuestLeases(), GuestLeases.class);
  }

  /** As {@link GuestCondition} does, asks this machine for no more than the guest needs. */
  Lease lease(GuestSpec spec) {
    synchronized (this) {
      Requirements.ofGuests(spec.isa()).install(System.err::println);
    }
    return pool.lease(spec);
  }

  /** Waits for a core for this thread, to use guests whose leases rest. */
  Turn turn() {
    return pool.turn();
  }

  @Override
  public void close() {
    pool.close();
    FileTree.deleteIfPossible(folder);
  }
}
