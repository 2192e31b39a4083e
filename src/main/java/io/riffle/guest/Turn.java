package io.riffle.guest;

/**
 * A thread's right to have guests at work: one core of this machine. A thread that has one gets
 * further turns and leases at once, on the same core, which is free again when the last of them is
 * closed.
 *
 * <pre>{@code
 * lease.rest();
 * // Later, in whichever threads use the guest:
 * try (Turn turn = pool.turn()) {
 *   lease.guest().run("make test", Duration.ofMinutes(1)).orThrow();
 * }
 * }</pre>
 */
public interface Turn extends AutoCloseable {
  /** Gives it back; may be done by any thread, and again without effect. */
  @Override
  void close();
}
