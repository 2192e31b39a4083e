package io.riffle.hand;

import io.riffle.flow.Flow;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestStarter;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.Scratch;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The shuffler's classes as the guest's JVM has them in memory (class-data sharing), so that it
 * need not load and verify them each time. Only that JVM can make them, so a guest is started for
 * it once per image and jar, and shuffles a program of its own to see which classes there are.
 */
final class ShufflerArchive {
  static final String NAME = "shuffler.jsa";

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SMALL = Duration.ofSeconds(4);
  private static final long SEED = 1;

  private final Home home;
  private final Consumer<String> progress;

  ShufflerArchive(Home home, Consumer<String> progress) {
    this.home = home;
    this.progress = progress;
  }

  /** The archive for the ISA's by-hand image and the jar, made now if it is not there. */
  Path get(Isa isa, Path jar) {
    String image = new ImageStore(home).get(isa, HandGuest.PACKAGES).manifest().key();
    String key = "shuffler-classes-" + image + "-" + jar.getParent().getFileName();
    return BuildCache.of(home)
        .getOrBuild("native", key, folder -> make(isa, jar, folder))
        .resolve(NAME);
  }

  private void make(Isa isa, Path jar, Path folder) throws IOException {
    progress.accept("archiving the shuffler's classes");
    try (Scratch kept = Scratch.create("archive");
        Guest guest = GuestStarter.in(home).start(HandGuest.bare(isa), kept.path())) {
      Path scratch = kept.path();
      guest.sendAll(
          Map.of(HandKit.JAR, jar, HandKit.SHUFFLE, HandKit.script("riffle-shuffle", scratch)));
      HandKit.settle(guest);
      Workload workload = Workloads.find("is", "S");
      Path binary = NpbBuilder.bundled(BuildCache.of(home)).build(workload, isa).binary();
      InstalledProgram program =
          InstalledProgram.install(
              guest,
              new Program(workload.name(), Map.of(isa, binary)),
              new MonitorBuild(home).get(isa));
      Flow flow = new Flow(program, LIMIT, scratch, step -> {});
      flow.spawn(new StopPoint.AtFunction(Workloads.migrationPoints(workload).get(0)));
      flow.dump();
      String shuffle = HandKit.SHUFFLE + " ~/is/images ~/is/is --seed " + SEED;
      String list = "/tmp/classes";
      guest
          .run("JAVA_TOOL_OPTIONS=-XX:DumpLoadedClassList=" + list + " " + shuffle, LIMIT)
          .orThrow();
      guest
          .run(
              "/usr/lib/jvm/java-17-openjdk-*/bin/java -XX:+UseSerialGC -Xshare:dump"
                  + " -XX:SharedClassListFile="
                  + list
                  + " -XX:SharedArchiveFile=/tmp/"
                  + NAME
                  + " -cp "
                  + HandKit.JAR,
              LIMIT)
          .orThrow();
      guest.fetch("/tmp/" + NAME, folder.resolve(NAME));
      // A copy that the JVM does not take would only be slower, and nobody would know why.
      guest
          .run(
              "cp /tmp/%s %s && cd ~/is && rm -rf images && JAVA_TOOL_OPTIONS=-Xshare:on %s --help; [ $? = 2 ]"
                  .formatted(NAME, HandKit.ARCHIVE, HandKit.SHUFFLE),
              SMALL)
          .orThrow();
    }
  }
}
