package io.riffle.redis;

import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.redis.server.RedisServer;
import io.riffle.workload.redis.RedisBuilder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** Debian's redis-server in a guest. */
final class RedisInGuest {
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
}
