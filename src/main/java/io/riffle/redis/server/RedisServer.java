package io.riffle.redis.server;

import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.flow.BinaryMirror;
import io.riffle.flow.GuestLayout;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.flow.Step;
import io.riffle.flow.StopPoint;
import io.riffle.flow.Stopped;
import io.riffle.guest.Guest;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.shell.Shell;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.shuffle.Shuffler;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import io.riffle.workload.redis.RedisBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One redis-server in a guest, in the folder that its users know, {@code ~/redis-server}, which
 * Riffle itself takes through the flow.
 *
 * <p>Steps throw {@link io.riffle.flow.StepFailedException} if what is tested fails, and {@link
 * io.riffle.guest.GuestException} if the guest does. Not safe for use by several threads.
 */
public final class RedisServer extends Server {
  private static final Duration CRIU = Duration.ofSeconds(8);
  private static final Duration STOP = Duration.ofSeconds(6);

  private final GuestLayout layout;
  private final BinaryMirror mirror;
  private boolean suspended;

  /** A server for small data that is installed in a guest; nothing is started yet. */
  public RedisServer(InstalledProgram installed, Path artefacts, Consumer<Step> listener) {
    this(installed, artefacts, listener, 1);
  }

  /**
   * A server that is installed in a guest; nothing is started yet.
   *
   * @param installed redis-server's binaries, under the name {@link #NAME}
   * @param artefacts existing folder that gets the logs of the steps
   * @param listener is told of each step when it begins
   * @param size how many times longer than small data its data may take
   */
  public RedisServer(
      InstalledProgram installed, Path artefacts, Consumer<Step> listener, int size) {
    super(installed.guest(), installed.layout().folder(), artefacts, listener, size);
    this.layout = installed.layout();
    this.mirror = installed.mirror();
  }

  /**
   * Puts redis-server, built for every ISA, and the monitor into a guest.
   *
   * @throws io.riffle.host.HostException if it cannot be built
   */
  public static InstalledProgram install(Guest guest, RedisBuilder builder, Home home) {
    Map<Isa, Path> servers = new EnumMap<>(Isa.class);
    for (Isa isa : Isa.values()) {
      servers.put(isa, builder.build(isa).server());
    }
    return InstalledProgram.install(
        guest, new Program(NAME, servers), new MonitorBuild(home).get(guest.isa()));
  }

  @Override
  String original() {
    return layout.binaryOf(guest.isa());
  }

  @Override
  public boolean takesClients() {
    return true;
  }

  @Override
  public Optional<ShuffleSummary> round(
      StopPoint point, Optional<ShuffleOptions> shuffle, DumpOptions options) {
    suspend(point);
    dump(options);
    Optional<ShuffleSummary> summary = shuffle.map(this::shuffle);
    restore(options);
    return summary;
  }

  /**
   * Suspends the server at a place of its code.
   *
   * @throws io.riffle.flow.StepFailedException if it does not come there
   */
  public Stopped suspend(StopPoint point) {
    String command =
        "%s attach %s --timeout %d %d"
            .formatted(
                GuestLayout.MONITOR,
                point.monitorOption(),
                guest.budget(STOP).toSeconds(),
                process.pid());
    Stopped stopped =
        steps.parse(
            steps.run(Step.SPAWN, command, Optional.empty(), STOP.plus(SMALL)).output(),
            Stopped.class);
    suspended = true;
    steps.note(stopped.toString());
    return stopped;
  }

  /** Has CRIU dump it, which ends it. */
  public void dump(DumpOptions options) {
    String command =
        "cd %s && rm -rf images && mkdir images && criu dump -t %d -D images -o %s -v2 %s"
            .formatted(layout.folder(), process.pid(), layout.log(Step.DUMP), options.dumpFlags());
    steps.run(Step.DUMP, command, Optional.of(layout.log(Step.DUMP)), CRIU.multipliedBy(size));
    long megabytes = images() >> 20;
    steps.note(megabytes + " MB of images");
  }

  private long images() {
    String du = guest.run("du -sb " + layout.images(), SMALL).orThrow().output();
    return Long.parseLong(du.split("\\s+")[0]);
  }

  /** Rewrites image and binary from this side, over SFTP. */
  public ShuffleSummary shuffle(ShuffleOptions options) {
    steps.begin(Step.SHUFFLE);
    Shell shell = guest.shell();
    String command =
        "riffle shuffle " + layout.images() + " " + layout.binary() + " --seed " + options.seed();
    long start = System.nanoTime();
    Directory images = shell.directory(layout.images());
    try (ByteStore binary = mirror.open(shell.directory(layout.folder()).open(layout.name()));
        ImageDirectory image = ImageDirectory.open(images)) {
      ShuffleSummary summary = Shuffler.shuffle(image, ElfFile.read(binary), options);
      steps.record(Step.SHUFFLE, command, 0, start, summary.toText());
      ShuffleSummary.Totals total = summary.total();
      steps.note(
          "%d threads unwound, %d frames, %d of %d movable objects moved"
              .formatted(summary.threads(), total.frames(), total.moved(), total.movable()));
      return summary;
    } catch (IOException e) {
      guest.throwIfLost(e);
      steps.record(Step.SHUFFLE, command, 1, start, e.toString());
      throw steps.failure(e.getMessage(), "");
    }
  }

  /**
   * Has CRIU make it again from the images; a server that was suspended goes on then.
   *
   * @param options those of the dump
   */
  public void restore(DumpOptions options) {
    String criu = "criu restore -d -D images -o " + layout.log(Step.RESTORE) + " -v2 </dev/null";
    String command =
        "cd %s && %s%s"
            .formatted(
                layout.folder(),
                options.restoreCommand(criu),
                suspended ? " && kill -CONT " + process.pid() : "");
    suspended = false;
    steps.run(
        Step.RESTORE, command, Optional.of(layout.log(Step.RESTORE)), CRIU.multipliedBy(size));
    if (size > 1) {
      // Those of large data leave no room for what the server saves.
      guest.run("rm -rf " + layout.images(), SMALL.multipliedBy(size)).orThrow();
    }
  }

  /** Lets a suspended server go on. */
  public void resume() {
    guest.run("kill -CONT " + process.pid(), SMALL).orThrow();
    suspended = false;
  }

  /** Kills what is left of it, so that the next one finds a clean guest. */
  @Override
  public void close() {
    guest.run(
        "pkill -9 -x %s; nft delete table inet CRIU-%d 2>/dev/null; true"
            .formatted(NAME, process.pid()),
        SMALL);
  }
}
