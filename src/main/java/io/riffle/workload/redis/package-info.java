/**
 * Redis, built from source for each ISA with its frame layouts.
 *
 * <p>{@link io.riffle.workload.redis.RedisBuilder} is the door. The source is Debian's, with
 * Debian's patches, fetched through apt when it is first needed; or any tree of redis or valkey.
 * What is built lies in the build cache.
 */
package io.riffle.workload.redis;
