/**
 * Clients at work while a server is dumped and restored under them: {@link
 * io.riffle.redis.load.Writers} write a known sequence and keep what was acknowledged; {@link
 * io.riffle.redis.load.Companions} wait, subscribe, watch, and have a transaction half done.
 */
package io.riffle.redis.load;
