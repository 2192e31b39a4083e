package io.riffle.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Starts guests to measure how long that takes: booted and resumed by turns.
 *
 * <pre>{@code
 * StartBench bench = new StartBench(GuestStarter.in(Home.fromEnvironment()), artefacts);
 * GuestSpec spec = GuestSpec.of(Isa.AARCH64);
 * Duration cold = bench.boot(spec).total();
 * Duration resumed = bench.resume(spec).total();
 * }</pre>
 */
public final class StartBench {
  private final GuestStarter starter;
  private final Path artefacts;
  private int count;

  /**
   * A bench.
   *
   * @param starter makes the guests
   * @param artefacts folder that gets a folder a guest
   */
  public StartBench(GuestStarter starter, Path artefacts) {
    this.starter = starter;
    this.artefacts = artefacts;
  }

  /** Boots a guest and ends it. */
  public StartTimes boot(GuestSpec spec) throws IOException {
    return once(starter.cold(), spec);
  }

  /**
   * Resumes a guest and ends it; makes the snapshot first if there is none.
   *
   * @throws GuestException.BootFailure if it cannot be resumed, instead of booting it
   * @throws io.riffle.host.HostException if guests of this kind are not resumed here, as with
   *     {@link GuestStarter#VARIABLE}, or no snapshot can be made
   */
  public StartTimes resume(GuestSpec spec) throws IOException {
    return once(starter.strictly(), spec);
  }

  private StartTimes once(GuestStarter how, GuestSpec spec) throws IOException {
    try (Guest guest = how.start(spec, folder(spec))) {
      return guest.startTimes();
    }
  }

  /** Resumes guests at once, ends them when the last has answered, and returns their times. */
  public List<StartTimes> resumeTogether(GuestSpec spec, int guests) throws IOException {
    List<CompletableFuture<Guest>> starting = new ArrayList<>();
    for (int i = 0; i < guests; i++) {
      Path folder = folder(spec);
      starting.add(
          CompletableFuture.supplyAsync(
              () -> starter.strictly().start(spec, folder),
              task -> new Thread(task, "riffle-clone").start()));
    }
    try {
      CompletableFuture.allOf(starting.toArray(CompletableFuture<?>[]::new)).join();
      return starting.stream().map(each -> each.join().startTimes()).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      starting.stream().filter(each -> !each.isCompletedExceptionally()).forEach(StartBench::end);
    }
  }

  private static void end(CompletableFuture<Guest> started) {
    started.join().close();
  }

  private Path folder(GuestSpec spec) throws IOException {
    return Files.createDirectories(artefacts.resolve(spec.isa() + "-" + ++count));
  }
}
