/**
 * The oracle for redis: everything that can be seen of a server, and what differs between two such
 * states.
 *
 * <p>{@link io.riffle.redis.check.StateReader} reads a {@link io.riffle.redis.check.ServerState}
 * through a client; {@link io.riffle.redis.check.StateComparison} lists each {@link
 * io.riffle.redis.check.Difference}. That each kind of fault is found is shown by tests that make
 * it.
 */
package io.riffle.redis.check;
