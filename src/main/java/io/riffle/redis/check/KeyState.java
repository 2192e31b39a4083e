package io.riffle.redis.check;

/**
 * One key as it was read.
 *
 * @param type its type
 * @param encoding how redis stores it
 * @param expiry when it expires, in ms since the epoch; -1 for never
 * @param value its value in one line, or the beginning, length and digest of a long one; unordered
 *     collections are sorted; a stream has its groups, consumers and pending entries
 * @param use how it was used
 * @param references how often redis refers to the object that is its value
 */
public record KeyState(
    String type, String encoding, long expiry, String value, Use use, long references) {}
