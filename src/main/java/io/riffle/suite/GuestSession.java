package io.riffle.suite;

import io.riffle.flow.FoundPlace;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestPool;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.GuestStarter;
import io.riffle.guest.Lease;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.report.GuestFacts;
import io.riffle.report.ReportDirectory;
import io.riffle.shell.CommandFailedException;
import io.riffle.shell.ShellException;
import io.riffle.workload.BuiltWorkload;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The guest of one ISA for a whole run: booted when it is first needed, replaced when it broke,
 * with each program installed once. Not safe for use by several threads.
 */
public final class GuestSession implements AutoCloseable {
  private final Isa isa;
  private final Home home;
  private final ReportDirectory report;
  private final SuiteListener listener;
  private final Optional<GuestPool> pool;
  private final Map<String, Installed> installed = new HashMap<>();
  private final Map<Workload, Optional<FoundPlace>> found = new HashMap<>();
  private final Map<Isa, GuestSession> peers = new EnumMap<>(Isa.class);
  private int memoryMb;
  private Lease lease;
  private final Set<String> packages = new TreeSet<>();
  private Guest guest;
  private GuestFacts facts;
  private int boots;
  private Duration apart = Duration.ZERO;

  /** What lies in a program's folder: workloads of one name take each other's place. */
  private record Installed(Workload workload, InstalledProgram program) {}

  /** A session with a guest of its own, whose logs go into the report's directory. */
  public GuestSession(Isa isa, Home home, ReportDirectory report, SuiteListener listener) {
    this(isa, home, report, listener, Optional.empty());
  }

  /** A session that leases its guest from the pool. */
  public GuestSession(
      Isa isa, Home home, ReportDirectory report, SuiteListener listener, GuestPool pool) {
    this(isa, home, report, listener, Optional.of(pool));
  }

  private GuestSession(
      Isa isa,
      Home home,
      ReportDirectory report,
      SuiteListener listener,
      Optional<GuestPool> pool) {
    this.isa = isa;
    this.home = home;
    this.report = report;
    this.listener = listener;
    this.pool = pool;
  }

  /** The folder that images and programs are taken from. */
  Home home() {
    return home;
  }

  /**
   * Has the session's guests made with more Debian packages; to be called before the first is.
   *
   * @throws IllegalStateException if there is a guest already that lacks one
   */
  public void require(Set<String> more) {
    if (packages.addAll(more) && guest != null) {
      throw new IllegalStateException("the " + isa + " guest runs already, without " + more);
    }
  }

  /**
   * Has the session's guests made with at least so much RAM; one that has less is replaced when a
   * guest is needed next.
   *
   * @param megabytes in MiB
   */
  void requireMemory(int megabytes) {
    memoryMb = Math.max(memoryMb, megabytes);
    if (guest != null && guest.config().memoryMb() < memoryMb) {
      close();
    }
  }

  /** A session like this one with a guest of another ISA, which ends with this one's. */
  GuestSession peer(Isa other) {
    return peers.computeIfAbsent(
        other,
        each -> {
          GuestSession peer = new GuestSession(each, home, report, listener, pool);
          peer.require(packages);
          return peer;
        });
  }

  /** The session's ISA. */
  public Isa isa() {
    return isa;
  }

  /** The report's directory, whose {@code guests} folder gets the guest's logs. */
  static Path guestsFolder(ReportDirectory report) {
    return report.path().resolve("guests");
  }

  /**
   * The running guest, booted now if there is none.
   *
   * @throws io.riffle.guest.GuestException if it does not boot
   * @throws HostException if this machine cannot run it
   */
  public Guest guest() {
    if (guest == null) {
      GuestSpec plain = GuestSpec.builder(isa).packages(packages.toArray(String[]::new)).build();
      GuestSpec spec = plain.toBuilder().memoryMb(Math.max(memoryMb, plain.memoryMb())).build();
      GuestStarter starter = GuestStarter.in(home).telling(what -> listener.preparing(isa, what));
      if (pool.isPresent()) {
        listener.preparing(isa, "booting");
        lease = pool.get().lease(spec);
        guest = lease.guest();
      } else {
        Path folder = guestsFolder(report).resolve(isa + "-" + ++boots);
        createFolder(folder);
        guest = starter.start(spec, folder);
      }
      facts = GuestFactsReader.read(guest, starter.accelerator(spec), report);
    }
    return guest;
  }

  /**
   * Builds a workload, or finds it built.
   *
   * @throws HostException as {@link NpbBuilder#build} does
   */
  BuiltWorkload build(Workload workload, Isa each) {
    return apart(() -> NpbBuilder.bundled(BuildCache.of(home)).build(workload, each));
  }

  /** Does what no guest has a part in, such as a build, so that it does not count as its work. */
  <T> T apart(Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      apart = apart.plusNanos(System.nanoTime() - start);
    }
  }

  /** How long the session has done such things until now. */
  Duration apart() {
    return apart;
  }

  /** Whether the workload lies built in the guest. */
  boolean has(Workload workload) {
    Installed present = installed.get(workload.name());
    return guest != null && present != null && present.workload().equals(workload);
  }

  /** The workload's program in the guest, built and installed now if need be. */
  public InstalledProgram program(Workload workload) {
    if (has(workload)) {
      return installed.get(workload.name()).program();
    }
    listener.preparing(isa, "building " + workload.id());
    BuiltWorkload built = build(workload, isa);
    Map<Isa, Path> binaries = new EnumMap<>(Map.of(isa, built.binary()));
    for (Isa other : Isa.values()) {
      if (other != isa) {
        otherBinary(workload, other).ifPresent(binary -> binaries.put(other, binary));
      }
    }
    requireMemory(RunMemory.of(built.binary()));
    Guest running = guest();
    listener.preparing(isa, "installing " + workload.id());
    InstalledProgram program =
        InstalledProgram.install(
            running,
            new Program(workload.name(), binaries, built.files()),
            new MonitorBuild(home).get(isa));
    installed.put(workload.name(), new Installed(workload, program));
    return program;
  }

  /** It lies beside the session's own, which runs without it too. */
  private Optional<Path> otherBinary(Workload workload, Isa other) {
    try {
      return Optional.of(build(workload, other).binary());
    } catch (HostException e) {
      // The cells of that ISA say so.
      return Optional.empty();
    }
  }

  /**
   * A good place to stop the workload, found by profiling it in the guest if it never was.
   *
   * @return nothing if there is none, or the program cannot be profiled
   */
  Optional<FoundPlace> found(Workload workload) {
    if (found.containsKey(workload)) {
      return found.get(workload);
    }
    InstalledProgram program = program(workload);
    listener.preparing(isa, "looking for a place to stop " + workload.id());
    try {
      Optional<FoundPlace> place = new FoundPoints(home).find(build(workload, isa), program);
      found.put(workload, place);
      return place;
    } catch (CommandFailedException | ShellException.TimedOut e) {
      listener.preparing(isa, workload.id() + " cannot be profiled and is stopped by time: " + e);
      found.put(workload, Optional.empty());
      return Optional.empty();
    }
  }

  /** What the report says of the guest; empty if none ever ran. */
  public Optional<GuestFacts> facts() {
    return Optional.ofNullable(facts);
  }

  /** Throws the guest away, after saving what tells how it was; the next use boots another. */
  public void discardBroken() {
    peers.values().forEach(GuestSession::discardBroken);
    if (guest != null) {
      guest.diagnose();
      close();
    }
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new HostException("cannot make the folder " + folder + ": " + e, e);
    }
  }

  @Override
  public void close() {
    peers.values().forEach(GuestSession::close);
    if (guest != null) {
      if (lease != null) {
        lease.close();
      } else {
        guest.close();
      }
      lease = null;
      guest = null;
      installed.clear();
    }
  }
}
