/** The life of a redis-server in a guest: start, stop at a place, dump, shuffle, restore, end. */
package io.riffle.redis.server;
