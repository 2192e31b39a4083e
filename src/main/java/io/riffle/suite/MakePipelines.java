package io.riffle.suite;

import io.riffle.flow.Checkout;
import io.riffle.flow.GuestLayout;
import io.riffle.flow.InstalledCheckout;
import io.riffle.flow.MakeMigration;
import io.riffle.flow.MakePipeline;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.NotOfferedException;
import io.riffle.flow.Pipeline;
import io.riffle.flow.Step;
import io.riffle.guest.Guest;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.redis.server.MadeServer;
import io.riffle.redis.server.Server;
import io.riffle.report.Source;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The pipelines of a checkout that is driven through its Makefiles, in one guest session. */
public final class MakePipelines implements Pipelines {
  private static final String NO_IDENTITY =
      "a Makefile has no target for a rewrite that moves nothing";

  /** A server is many times as large as a kernel, and its recipes take that much longer. */
  private static final int SERVER_SHARE = 4;

  private final GuestSession session;
  private final Checkout checkout;
  private final Optional<String> build;
  private final Set<String> packages;
  private final Duration longestStep;
  private final Map<String, MakePipeline.Reference> references;
  private MakePipelines origin;
  private Guest preparedGuest;
  private InstalledCheckout installed;
  private HostException hopeless;

  private MakePipelines(
      GuestSession session,
      Checkout checkout,
      Optional<String> build,
      Set<String> packages,
      Duration longestStep,
      Map<String, MakePipeline.Reference> references) {
    this.session = session;
    this.checkout = checkout;
    this.build = build;
    this.packages = packages;
    this.longestStep = longestStep;
    this.references = references;
  }

  /**
   * Makes pipelines for sessions whose guests have not been used yet. What one session learns of an
   * undisturbed run, the others know.
   *
   * @param build a command line that builds the checkout in the guest, if it is to be built
   * @param packages Debian packages that its tools or its build need besides {@link
   *     InstalledCheckout#PACKAGES}
   * @param longestStep how long a recipe may take on hardware, such as {@link
   *     MakePipeline#LONGEST_STEP}
   */
  public static Function<GuestSession, Pipelines> of(
      Checkout checkout, Optional<String> build, Set<String> packages, Duration longestStep) {
    Map<String, MakePipeline.Reference> references = new ConcurrentHashMap<>();
    Set<String> all = new TreeSet<>(InstalledCheckout.PACKAGES);
    all.addAll(packages);
    return session -> {
      session.require(all);
      return new MakePipelines(
          session, checkout, build, new TreeSet<>(packages), longestStep, references);
    };
  }

  @Override
  public String arguments() {
    return " --pipeline make"
        + Words.option("--root", checkout.root())
        + build.map(command -> Words.option("--build", command)).orElse("")
        + (packages.isEmpty() ? "" : Words.option("--guest-package", String.join(",", packages)));
  }

  @Override
  public Source source(Workload workload) {
    List<String> unknown =
        checkout.programs().stream().filter(program -> !Workloads.isKnown(program)).toList();
    return new Source(
        "checkout",
        checkout.root()
            + (unknown.isEmpty()
                ? ""
                : " (without its "
                    + String.join(" and ", unknown)
                    + ", which Riffle has no checks for)"));
  }

  @Override
  public Optional<String> lacking(CellSpec spec) {
    if (!checkout.programs().contains(spec.workload().name())) {
      return Optional.of(
          "the checkout has no Makefile of "
              + spec.workload().name()
              + ", but of "
              + String.join(", ", checkout.programs()));
    }
    return switch (spec.rung()) {
      case IDENTITY -> Optional.of(NO_IDENTITY);
      case MIGRATE -> noMigration(spec.workload());
      default -> Optional.empty();
    };
  }

  private Optional<String> noMigration(Workload workload) {
    if (workload.name().equals(Workloads.REDIS)) {
      return Optional.of("servers are not taken to another ISA");
    }
    return checkout.mayMigrate(workload.name())
        ? Optional.empty()
        : Optional.of(noTransform(workload));
  }

  private static String noTransform(Workload workload) {
    return "the checkout's Makefile of " + workload.name() + " has no target transform";
  }

  @Override
  public Server server(Workload workload, int size, Path artefacts, Consumer<Step> listener) {
    return MadeServer.of(
        installed, longestStep.multipliedBy(SERVER_SHARE), artefacts, listener, size);
  }

  @Override
  public void prepare(Workload workload) {
    if (hopeless != null) {
      throw hopeless;
    }
    Guest guest = session.guest();
    if (guest != preparedGuest) {
      try {
        installed = InstalledCheckout.install(guest, checkout, build);
        guest.sendAll(
            Map.of(GuestLayout.MONITOR, new MonitorBuild(session.home()).get(session.isa())));
      } catch (HostException e) {
        // Another guest would not help.
        hopeless = e;
        throw e;
      }
      preparedGuest = guest;
    }
    installed.reset(workload.name());
  }

  @Override
  public Pipeline open(Workload workload, Path artefacts, Consumer<Step> listener) {
    return open(workload, RunLimits.of(workload), artefacts, listener);
  }

  @Override
  public Pipeline open(
      Workload workload, Duration longestRun, Path artefacts, Consumer<Step> listener) {
    return pipeline(workload, longestRun, artefacts, listener);
  }

  @Override
  public MakeMigration migration(
      Workload workload, Duration longestRun, Path artefacts, Consumer<Step> listener) {
    if (origin == null) {
      Isa other =
          Arrays.stream(Isa.values()).filter(isa -> isa != session.isa()).findFirst().orElseThrow();
      origin =
          new MakePipelines(
              session.peer(other), checkout, build, packages, longestStep, references);
    }
    origin.prepare(workload);
    if (!origin.installed.has(workload.name(), "transform")) {
      throw new NotOfferedException(noTransform(workload));
    }
    Path logs = Climb.created(artefacts.resolve("from-" + origin.session.isa()));
    return new MakeMigration(
        origin.pipeline(workload, longestRun, logs, listener),
        pipeline(workload, longestRun, artefacts, listener));
  }

  private MakePipeline pipeline(
      Workload workload, Duration longestRun, Path artefacts, Consumer<Step> listener) {
    return new MakePipeline(
        installed,
        workload.name(),
        references.computeIfAbsent(
            workload.name() + "/" + session.isa(), name -> new MakePipeline.Reference()),
        longestRun,
        longestStep,
        artefacts,
        listener);
  }
}
