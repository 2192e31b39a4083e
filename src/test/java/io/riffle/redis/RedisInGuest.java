package io.riffle.redis;

import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.redis.data.Dataset;
import io.riffle.redis.server.RedisServer;
import io.riffle.workload.redis.RedisBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Debian's redis-server in a guest. */
final class RedisInGuest {
  /** A little of everything. */
  static final Dataset DATA = new Dataset(11, 300);

  /** Main thread and three for work in the background. */
  static final int THREADS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private RedisInGuest() {}

  static InstalledProgram install(Guest guest) {
    Home home = Home.fromEnvironment();
    RedisBuilder builder = RedisBuilder.debian(BuildCache.of(home));
    Map<Isa, Path> servers = new EnumMap<>(Isa.class);
    for (Isa isa : Isa.values()) {
      servers.put(isa, builder.build(isa).server());
    }
    return InstalledProgram.install(
        guest, new Program(RedisServer.NAME, servers), new MonitorBuild(home).get(guest.isa()));
  }

  /** A trial with {@link #DATA}, begun. */
  static RedisTrial begin(RedisServer server, Guest guest) {
    RedisTrial trial = trial(server, guest);
    trial.begin();
    return trial;
  }

  /** A trial with {@link #DATA}. */
  static RedisTrial trial(RedisServer server, Guest guest) {
    return new RedisTrial(server, DATA, guest.budget(PATIENCE));
  }
}
