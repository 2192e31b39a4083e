package io.riffle.setup;

import io.riffle.guest.Guest;
import io.riffle.host.CrossCompiler;
import io.riffle.host.HostException;
import io.riffle.host.HostSetup;
import io.riffle.host.RequiredTool;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.redis.RedisBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All tools that Riffle needs on this machine. */
public final class Requirements {
  private Requirements() {}

  /** The union of what all packages need. */
  public static HostSetup hostSetup() {
    return new HostSetup(
        Stream.of(
                Guest.requiredTools(),
                ImageStore.requiredTools(),
                CrossCompiler.requiredTools(),
                NpbBuilder.requiredTools(),
                RedisBuilder.requiredTools())
            .<RequiredTool>flatMap(List::stream)
            .distinct()
            .toList());
  }

  /**
   * What guests of one ISA need: no other ISA's emulator, and nothing that only redis is built by.
   */
  public static HostSetup ofGuests(Isa isa) {
    List<String> otherEmulators =
        Arrays.stream(Isa.values())
            .filter(other -> other != isa)
            .map(other -> other.machine().qemu())
            .toList();
    return new HostSetup(
        Stream.concat(Guest.requiredTools().stream(), ImageStore.requiredTools().stream())
            .filter(tool -> !otherEmulators.contains(tool.file()))
            .distinct()
            .toList());
  }

  /**
   * Sees to it that all tools are there: installs those that are missing where this process is
   * allowed to. Costs a few milliseconds when nothing is missing.
   *
   * @param progress is told what is being installed
   * @throws HostException if something is missing and cannot be installed; the message has the one
   *     line to type
   */
  public static void ensure(Consumer<String> progress) {
    HostSetup setup = hostSetup();
    if (!setup.missing().isEmpty()) {
      setup.install(progress);
    }
  }
}
