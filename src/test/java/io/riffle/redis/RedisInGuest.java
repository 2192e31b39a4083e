package io.riffle.redis;

import io.riffle.flow.InstalledProgram;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.redis.data.Dataset;
import io.riffle.redis.server.RedisServer;
import io.riffle.workload.redis.RedisBuilder;
import java.nio.file.Path;
import java.time.Duration;

/** Debian's redis-server for a class of tests, installed once in each guest that the class gets. */
final class RedisInGuest {
  /** A little of everything. */
  static final Dataset DATA = new Dataset(11, 300);

  /** Main thread and three for work in the background. */
  static final int THREADS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private InstalledProgram installed;

  /** A server that is not started yet; its steps' logs go into the folder. */
  RedisServer server(Guest guest, Path folder) {
    if (installed == null || installed.guest() != guest) {
      installed = RedisServer.install(guest, builder(), Home.fromEnvironment());
    }
    return new RedisServer(installed, folder, step -> {});
  }

  /** What builds it. */
  static RedisBuilder builder() {
    return RedisBuilder.debian(BuildCache.of(Home.fromEnvironment()));
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
