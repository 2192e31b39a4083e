package io.riffle.cli;

import io.riffle.host.Home;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells which images are built. */
@Command(
    name = "list",
    description = "Lists the images that are built from today's recipes.",
    mixinStandardHelpOptions = true)
final class ImagesListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ImageStore store = new ImageStore(Home.fromEnvironment());
    for (Isa isa : Isa.values()) {
      out.println(
          "%-8s %s"
              .formatted(isa, store.find(isa).map(ImagesListCommand::line).orElse("not built")));
    }
    return ExitCode.OK;
  }

  private static String line(GuestImage image) {
    return "%s  kernel %s, %d packages, built %s"
        .formatted(
            image.folder(),
            image.manifest().kernelRelease(),
            image.manifest().packages().size(),
            image.manifest().built());
  }
}
