package io.riffle.redis;

import io.riffle.flow.InstalledProgram;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.redis.data.Dataset;
import io.riffle.redis.server.RedisServer;
import io.riffle.workload.redis.RedisBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Debian's redis-server for a class of tests, installed once in each guest that the class gets.
 * Each test has a server of its own, which is not started yet, and which ends with the test.
 */
final class RedisInGuest implements BeforeEachCallback, AfterEachCallback {
  /** A little of everything. */
  static final Dataset DATA = new Dataset(11, 300);

  /** Main thread and three for work in the background. */
  static final int THREADS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Supplier<Guest> guest;
  private InstalledProgram installed;
  private Path folder;
  private RedisServer server;

  /** In the guest that the class has when a test begins. */
  RedisInGuest(Supplier<Guest> guest) {
    this.guest = guest;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (installed == null || installed.guest() != guest.get()) {
      installed = RedisServer.install(guest.get(), builder(), Home.fromEnvironment());
    }
    folder = Files.createTempDirectory("riffle-redis");
    server = new RedisServer(installed, folder, step -> {});
  }

  @Override
  public void afterEach(ExtensionContext context) {
    // None is there if the installation failed.
    if (server == null) {
      return;
    }
    try {
      server.close();
    } finally {
      server = null;
      FileTree.deleteIfPossible(folder);
    }
  }

  /** The test's server. */
  RedisServer server() {
    return server;
  }

  /** A trial of it with {@link #DATA}, begun. */
  RedisTrial begin() {
    RedisTrial trial = trial();
    trial.begin();
    return trial;
  }

  /** A trial of it with {@link #DATA}. */
  RedisTrial trial() {
    return new RedisTrial(server, DATA, guest.get().budget(PATIENCE));
  }

  /** What builds it. */
  static RedisBuilder builder() {
    return RedisBuilder.debian(BuildCache.of(Home.fromEnvironment()));
  }
}
