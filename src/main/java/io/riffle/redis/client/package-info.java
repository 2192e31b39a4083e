/** Speaking with a redis-server: commands, and replies as they came. */
package io.riffle.redis.client;
