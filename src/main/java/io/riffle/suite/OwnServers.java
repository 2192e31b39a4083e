package io.riffle.suite;

import io.riffle.flow.InstalledProgram;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.isa.Isa;
import io.riffle.redis.server.RedisServer;
import io.riffle.workload.Workload;
import io.riffle.workload.redis.RedisBuilder;

/** Redis of Riffle's own building in a session's guest, installed again if the guest is another. */
final class OwnServers {
  private final GuestSession session;
  private Guest guest;
  private InstalledProgram installed;

  OwnServers(GuestSession session) {
    this.session = session;
  }

  InstalledProgram program(Workload workload) {
    Guest now = session.guest();
    if (installed == null || guest != now) {
      RedisBuilder builder = Sources.redis(workload, BuildCache.of(session.home()));
      for (Isa isa : Isa.values()) {
        session.apart(() -> builder.build(isa));
      }
      installed = RedisServer.install(now, builder, session.home());
      guest = now;
    }
    return installed;
  }
}
