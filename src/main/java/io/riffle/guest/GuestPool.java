package io.riffle.guest;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leases guests, each fresh: its disk is an overlay of its own, so nothing that one lease leaves is
 * seen by the next, and a guest that broke is never handed out again. At most one thread a core has
 * guests at work; others wait in the order of asking. Boots are staggered, for guests that boot at
 * once starve each other's timers. Safe for use by several threads.
 *
 * <pre>{@code
 * try (GuestPool pool = GuestPool.in(Home.fromEnvironment(), Path.of("target/guests"));
 *     Lease lease = pool.lease(GuestSpec.of(Isa.X86_64))) {
 *   lease.guest().run("uname -m", Duration.ofSeconds(1)).orThrow();
 * }
 * }</pre>
 */
public final class GuestPool implements AutoCloseable {
  private final GuestStarter starter;
  private final Path artefacts;
  private final Cores cores;
  private final Semaphore boots;
  private final AtomicInteger leased = new AtomicInteger();
  private final Set<Lease> open = new LinkedHashSet<>();
  private boolean closed;

  private GuestPool(GuestStarter starter, Path artefacts, int cores) {
    this.starter = starter;
    this.artefacts = artefacts;
    this.cores = new Cores(cores);
    // One core is left for whoever is at work.
    this.boots = new Semaphore(Math.max(1, cores - 1), true);
  }

  /**
   * A pool with as many guests at work as this JVM has cores.
   *
   * @param home where images are kept
   * @param artefacts folder that gets one folder a lease, such as {@code aarch64-3}
   */
  public static GuestPool in(Home home, Path artefacts) {
    return of(GuestStarter.in(home), artefacts, Runtime.getRuntime().availableProcessors());
  }

  /**
   * A pool.
   *
   * @param starter makes the guests
   * @param artefacts folder that gets one folder a lease
   * @param cores how many threads may have guests at work
   */
  public static GuestPool of(GuestStarter starter, Path artefacts, int cores) {
    return new GuestPool(starter, artefacts, cores);
  }

  /**
   * Waits for a core, then starts a guest.
   *
   * @throws GuestException.BootFailure if it does not become ready
   * @throws HostException if this machine cannot run it, the thread is interrupted while it waits,
   *     or the pool is closed
   */
  public Lease lease(GuestSpec spec) {
    Lease lease = new Lease(this, spec);
    synchronized (open) {
      if (closed) {
        throw new HostException("the pool of guests is closed");
      }
      open.add(lease);
    }
    try {
      lease.begin();
      return lease;
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  /**
   * Waits for a core for this thread, which is about to use a guest whose lease rests. Each thread
   * takes a turn of its own: a guest that several threads use at once keeps as many cores busy.
   *
   * @throws HostException if the thread is interrupted while it waits
   */
  public Turn turn() {
    try {
      return cores.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("interrupted while waiting for a core", e);
    }
  }

  Guest start(GuestSpec spec) {
    Path folder = artefacts.resolve(spec.isa() + "-" + leased.incrementAndGet());
    try {
      Files.createDirectories(folder);
      boots.acquire();
    } catch (IOException e) {
      throw new HostException("cannot make the folder " + folder + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("interrupted while waiting to boot a guest", e);
    }
    try {
      return starter.start(spec, folder);
    } finally {
      boots.release();
    }
  }

  void ended(Lease lease) {
    synchronized (open) {
      open.remove(lease);
    }
  }

  /** Ends all guests that are leased still; later leases are refused. */
  @Override
  public void close() {
    List<Lease> left;
    synchronized (open) {
      closed = true;
      left = new ArrayList<>(open);
    }
    left.forEach(Lease::close);
  }
}
