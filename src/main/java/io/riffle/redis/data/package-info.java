/**
 * Data of every type that redis has, made from a seed: the same seed gives the same keys on every
 * ISA, so that their digests can be compared.
 */
package io.riffle.redis.data;
