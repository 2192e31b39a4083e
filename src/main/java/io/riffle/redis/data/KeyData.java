package io.riffle.redis.data;

import io.riffle.redis.client.Command;
import java.util.List;

/**
 * One key before it is loaded.
 *
 * @param database its database's number
 * @param name its name, printable
 * @param kind what it is made of
 * @param commands what makes it
 */
public record KeyData(int database, String name, Kind kind, List<Command> commands) {
  /** Copies {@code commands}. */
  public KeyData {
    commands = List.copyOf(commands);
  }
}
