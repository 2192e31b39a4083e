package io.riffle.guest;

import java.time.Duration;

/**
 * Where the time went until a guest had answered its first command.
 *
 * <pre>{@code
 * StartTimes times = guest.startTimes();
 * System.out.println("ready after " + times.total() + ", of it SSH " + times.login());
 * }</pre>
 *
 * @param qemu until QEMU ran; part of {@code machine} in a guest that booted
 * @param machine until the machine ran on, or had booted
 * @param login until SSH had connected and logged in
 * @param command until the first command was answered
 */
public record StartTimes(Duration qemu, Duration machine, Duration login, Duration command) {
  /** From the start of QEMU to the first answered command. */
  public Duration total() {
    return qemu.plus(machine).plus(login).plus(command);
  }
}
