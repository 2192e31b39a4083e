package io.riffle.hand;

import io.riffle.flow.MonitorBuild;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.Resources;
import io.riffle.isa.Isa;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import io.riffle.workload.redis.BuiltRedis;
import io.riffle.workload.redis.RedisBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What lies in {@value #ROOT} of a by-hand guest. The scripts are those of {@code
 * fixtures/by-hand}; the rest is built when it is first needed.
 */
public final class HandKit {
  /** Riffle's root in the guest. */
  public static final String ROOT = "/opt/riffle";

  static final String SHUFFLE = ROOT + "/bin/riffle-shuffle";
  static final String JAR = ROOT + "/lib/" + ShufflerJar.NAME;
  static final String ARCHIVE = ROOT + "/lib/" + ShufflerArchive.NAME;

  /** The directory of redis in the guest, and its program. */
  public static final String REDIS = "redis-server";

  private static final Duration SMALL = Duration.ofSeconds(4);
  private static final List<String> SCRIPTS =
      List.of("setup.sh", "setup_x86-64.sh", "setup_aarch64.sh");
  private static final String DATA = "fixtures/by-hand/";

  private final Home home;
  private final Consumer<String> progress;

  HandKit(Home home, Consumer<String> progress) {
    this.home = home;
    this.progress = progress;
  }

  /** Names of the directories that can be laid out: the kernels, and redis. */
  public static List<String> names() {
    return Stream.concat(Workloads.names().stream(), Stream.of(REDIS)).toList();
  }

  /**
   * All files of the kit, by their paths in the guest.
   *
   * @param names which programs, of {@link #names}
   * @param scratch folder for small files that are made for it; it must live until they are sent
   */
  Map<String, Path> files(Isa isa, List<String> names, Path scratch) throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String script : SCRIPTS) {
      files.put(ROOT + "/" + script, script(script, scratch));
    }
    files.put(ROOT + "/Makefile.in", data("Makefile.in", scratch));
    files.put(SHUFFLE, script("riffle-shuffle", scratch));
    files.put(ROOT + "/bin/riffle-monitor", new MonitorBuild(home).get(isa));
    Path jar = new ShufflerJar(BuildCache.of(home)).get();
    files.put(JAR, jar);
    files.put(ARCHIVE, new ShufflerArchive(home, progress).get(isa, jar));
    for (String name : names) {
      progress.accept("building " + name);
      String folder = ROOT + "/programs/" + name + "/";
      for (Isa each : Isa.values()) {
        files.put(folder + name + "_" + each, binary(name, each));
      }
      if (name.equals(REDIS)) {
        files.put(folder + "beside/redis-cli", redis(isa).cli());
      }
      Path settings = scratch.resolve(name + ".settings");
      Files.writeString(settings, settings(name));
      files.put(folder + "settings", settings);
    }
    return files;
  }

  /** To be run once all files are there. */
  static void settle(Guest guest) {
    // The archive of classes knows its jar by its time.
    guest.run("touch -d @0 " + JAR, SMALL).orThrow();
  }

  private Path binary(String name, Isa isa) {
    return name.equals(REDIS)
        ? redis(isa).server()
        : NpbBuilder.bundled(BuildCache.of(home)).build(workload(name), isa).binary();
  }

  private BuiltRedis redis(Isa isa) {
    return RedisBuilder.debian(BuildCache.of(home)).build(isa);
  }

  private static Workload workload(String name) {
    return Workloads.find(name, "S");
  }

  private static String settings(String name) {
    // A server runs until it is dumped, with whatever connections it has; the packets that they get
    // meanwhile are held back by nftables, since guests have no iptables, which is criu's own
    // choice.
    return name.equals(REDIS)
        ? settings("", "--tcp-established", "--network-lock nftables")
        : settings(Workloads.migrationPoints(workload(name)).get(0).toString(), "", "");
  }

  private static String settings(String at, String criuOptions, String dumpOptions) {
    return "AT='%s'\nCRIU_OPTIONS='%s'\nDUMP_OPTIONS='%s'\n"
        .formatted(at, criuOptions, dumpOptions);
  }

  static Path script(String name, Path scratch) throws IOException {
    Path file = data(name, scratch);
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + file + " executable");
    }
    return file;
  }

  private static Path data(String name, Path scratch) throws IOException {
    Path file = scratch.resolve(name);
    Files.writeString(file, Resources.text(DATA + name));
    return file;
  }
}
