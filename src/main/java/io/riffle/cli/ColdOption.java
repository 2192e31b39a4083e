package io.riffle.cli;

import io.riffle.guest.GuestStarter;
import picocli.CommandLine.Option;

/** The option of commands that start guests to do without snapshots. */
final class ColdOption {
  @Option(
      names = "--cold",
      description = "Boot guests instead of resuming snapshots of booted ones.")
  private void switchOff(boolean cold) {
    if (cold) {
      System.setProperty(GuestStarter.PROPERTY, "true");
    }
  }
}
