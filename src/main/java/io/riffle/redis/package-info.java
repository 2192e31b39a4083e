/**
 * Redis taken through the flow: does every key survive, and every client?
 *
 * <p>{@code server} starts, dumps, shuffles and restores a redis-server in a guest; {@code client}
 * speaks with it from this side over a forwarded port; {@code data} fills it with keys of every
 * type; {@code check} reads all that can be seen of a server and lists what differs between two
 * such states; {@code load} keeps clients at work while the server is dumped under them.
 */
package io.riffle.redis;
