package io.riffle.cli;

import io.riffle.host.Home;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import io.riffle.setup.Requirements;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Builds images ahead of their use. */
@Command(
    name = "build",
    description = {
      "Builds the images that are not built yet; half a minute each.",
      "Other commands do so by themselves when they need one."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  riffle images build", "  riffle images build --isa aarch64"})
final class ImagesBuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private IsaOption isas;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Requirements.ensure(out::println);
    ImageStore store = new ImageStore(Home.fromEnvironment());
    isas.orAll().stream().distinct().forEach(isa -> build(store, isa, out));
    return ExitCode.OK;
  }

  private static void build(ImageStore store, Isa isa, PrintWriter out) {
    Optional<GuestImage> found = store.find(isa);
    if (found.isPresent()) {
      out.println(isa + ": already built: " + found.get().folder());
      return;
    }
    out.println(isa + ": building, about half a minute ...");
    long start = System.nanoTime();
    GuestImage image = store.get(isa);
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    out.println("%s: built in %.1f s: %s".formatted(isa, elapsed.toMillis() / 1e3, image.folder()));
  }
}
