package io.riffle.redis.server;

import io.riffle.flow.InstalledCheckout;
import io.riffle.flow.MakeDriver;
import io.riffle.flow.Step;
import io.riffle.flow.StopPoint;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A server that another implementation of the flow takes through it, by the Makefile beside it:
 * {@code make dump} of the server as it runs, {@code make shuffle}, {@code make restore}. Whether
 * its recipes dump connections is not known, so it is dumped without any.
 */
public final class MadeServer extends Server {
  private final MakeDriver driver;
  private final Duration longestStep;
  private String original;

  /**
   * A server of a checkout that lies in a guest; nothing is started yet.
   *
   * @param longestStep how long a recipe may take on hardware; a shuffle gets twice that
   * @param artefacts existing folder that gets the logs of the steps
   * @param listener is told of each step when it begins
   * @param size how many times longer than small data its data may take
   */
  public static MadeServer of(
      InstalledCheckout checkout,
      Duration longestStep,
      Path artefacts,
      Consumer<Step> listener,
      int size) {
    return new MadeServer(MakeDriver.of(checkout, NAME), longestStep, artefacts, listener, size);
  }

  private MadeServer(
      MakeDriver driver, Duration longestStep, Path artefacts, Consumer<Step> listener, int size) {
    super(driver.guest(), driver.folder(), artefacts, listener, size);
    this.driver = driver;
    this.longestStep = longestStep.multipliedBy(size);
  }

  @Override
  String original() {
    if (original == null) {
      original = driver.run(steps, Step.RUN, "original", SMALL).output().strip();
    }
    return original;
  }

  @Override
  public boolean takesClients() {
    return false;
  }

  @Override
  public Optional<ShuffleSummary> round(
      StopPoint point, Optional<ShuffleOptions> shuffle, DumpOptions options) {
    drive(Step.DUMP, "dump", longestStep);
    steps.note("dumped while it ran, with what the checkout's recipe gives criu");
    shuffle.ifPresent(
        how -> drive(Step.SHUFFLE, "shuffle SEED=" + how.seed(), longestStep.multipliedBy(2)));
    drive(Step.RESTORE, "restore", longestStep);
    if (!process.awaitAnswer(this::wake)) {
      throw steps.failure(
          "the restored server does not answer", guest.run(driver.line("said"), SMALL).output());
    }
    return Optional.empty();
  }

  /** Lets it go on if it was restored standing; whether it may still answer. */
  private boolean wake() {
    return guest.run(driver.line("wake"), SMALL).succeeded();
  }

  private void drive(Step step, String what, Duration limit) {
    driver.run(steps, step, what, limit);
  }

  @Override
  public void close() {
    guest.run(driver.line("clean-up"), SMALL);
  }
}
