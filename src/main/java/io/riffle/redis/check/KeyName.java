package io.riffle.redis.check;

/**
 * A key of a database.
 *
 * @param database its number
 * @param key the key, printable
 */
public record KeyName(int database, String key) implements Comparable<KeyName> {
  @Override
  public int compareTo(KeyName other) {
    int byDatabase = Integer.compare(database, other.database);
    return byDatabase != 0 ? byDatabase : key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return "db" + database + " " + key;
  }
}
