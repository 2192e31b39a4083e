package io.riffle.guest;

import io.riffle.host.HostException;

/**
 * A guest of one's own, until the lease is closed; then the guest ends and its disk is deleted.
 *
 * <p>The lease holds a core of this machine. Who keeps a guest that has nothing to do for a while,
 * as between two tests, lets it {@link #rest} and calls {@link #work} before the next use.
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
  private Cores.Share core;
  private Guest guest;
  private boolean closed;

  Lease(GuestPool pool, GuestSpec spec) {
    this.pool = pool;
    this.spec = spec;
  }

  void begin() {
    work();
    adopt(pool.start(spec));
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

  /** Gives the core back and keeps the guest. */
  public synchronized void rest() {
    if (core != null) {
      core.giveBack();
      core = null;
    }
  }

  /**
   * Takes a core for this thread, if the lease has none; may wait for it.
   *
   * @throws HostException if the thread is interrupted while it waits
   */
  public void work() {
    synchronized (this) {
      if (core != null) {
        return;
      }
    }
    Cores.Share taken = pool.takeCore();
    synchronized (this) {
      if (core == null && !closed) {
        core = taken;
        return;
      }
    }
    taken.giveBack();
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
