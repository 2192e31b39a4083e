package io.riffle.guest;

import io.riffle.host.HostException;

/**
 * A guest of one's own, until the lease is closed; then the guest ends and its disk is deleted.
 *
 * <p>The lease holds a core of this machine for the thread that took it. Who keeps a guest that has
 * nothing to do for a while, as between two tests, or lets other threads use it, lets it {@link
 * #rest}; each thread then takes a {@link GuestPool#turn turn} for as long as it uses the guest.
 *
 * <pre>{@code
 * try (Lease lease = pool.lease(spec)) {
 *   try {
 *     lease.guest().run("make test", Duration.ofMinutes(1)).orThrow();
 *   } catch (GuestException.Lost e) {
 *     lease.replace();
 *   }
 * }
 * }</pre>
 */
public final class Lease implements AutoCloseable {
  private final GuestPool pool;
  private final GuestSpec spec;
  private Turn core;
  private Guest guest;
  private boolean closed;

  Lease(GuestPool pool, GuestSpec spec) {
    this.pool = pool;
    this.spec = spec;
  }

  void begin() {
    takeCore();
    adopt(pool.start(spec));
  }

  void takeCore() {
    Turn taken = pool.turn();
    synchronized (this) {
      if (!closed) {
        core = taken;
        return;
      }
    }
    taken.close();
  }

  /** What was asked for. */
  public GuestSpec spec() {
    return spec;
  }

  /**
   * The guest.
   *
   * @throws IllegalStateException if the lease is closed
   */
  public synchronized Guest guest() {
    if (guest == null) {
      throw new IllegalStateException("the lease of the " + spec.isa() + " guest is closed");
    }
    return guest;
  }

  /**
   * Throws the guest away, after saving what tells how it was, and starts another of the same spec.
   *
   * @return the new guest
   * @throws GuestException.BootFailure if it does not become ready; the lease has no guest then
   * @throws HostException if this machine cannot run it
   */
  public Guest replace() {
    guest().diagnose();
    end();
    return adopt(pool.start(spec));
  }

  /** Gives the core back for good and keeps the guest. */
  public synchronized void rest() {
    if (core != null) {
      core.close();
      core = null;
    }
  }

  private Guest adopt(Guest started) {
    synchronized (this) {
      if (!closed) {
        guest = started;
        return started;
      }
    }
    started.close();
    throw new HostException("the pool of guests was closed while a guest was started");
  }

  private void end() {
    Guest ended;
    synchronized (this) {
      ended = guest;
      guest = null;
    }
    if (ended != null) {
      ended.close();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    end();
    rest();
    pool.ended(this);
  }
}
