package io.riffle.guest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.riffle.host.BuildCache;
import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Outcomes of booting with KVM, kept with their logs for as long as nothing changes that they
 * depend on: host, kernel, QEMU.
 */
final class KeptProbes {
  private static final String KIND = "accelerator";
  private static final String OUTCOME = "outcome.json";
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);

  private final Home home;

  KeptProbes(Home home) {
    this.home = home;
  }

  /**
   * The kept outcome, or that of a probe now.
   *
   * @param probe gets a folder for its logs
   */
  ProbedAccelerator getOrProbe(Isa isa, Function<Path, ProbedAccelerator> probe) {
    BuildCache cache = BuildCache.of(home);
    String key = isa + "-" + UUID.nameUUIDFromBytes(host(isa).getBytes(StandardCharsets.UTF_8));
    BuildCache.Builder builder =
        folder ->
            new JsonMapper().writeValue(folder.resolve(OUTCOME).toFile(), probe.apply(folder));
    Path folder = cache.getOrBuild(KIND, key, builder);
    try {
      return read(folder);
    } catch (IOException damaged) {
      FileTree.delete(folder);
      return readNew(cache.getOrBuild(KIND, key, builder));
    }
  }

  private static ProbedAccelerator readNew(Path folder) {
    try {
      return read(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProbedAccelerator read(Path folder) throws IOException {
    ProbedAccelerator outcome =
        new JsonMapper().readValue(folder.resolve(OUTCOME).toFile(), ProbedAccelerator.class);
    if (outcome == null || outcome.accelerator() == null || outcome.how() == null) {
      throw new IOException(folder + " holds no outcome");
    }
    return new ProbedAccelerator(
        outcome.accelerator(), outcome.how() + " (kept in " + folder + ")");
  }

  /** Everything that the outcome depends on. */
  private String host(Isa isa) {
    String qemu = Tools.run(List.of(isa.machine().qemu(), "--version"), home.path(), VERSION_LIMIT);
    return String.join(
        "\n",
        line("/proc/sys/kernel/hostname"),
        line("/etc/machine-id"),
        line("/proc/sys/kernel/osrelease"),
        qemu);
  }

  /** Content of a small file, or nothing where a host lacks it. */
  private static String line(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
