package io.riffle.flow;

import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program's way from a guest of one ISA to a guest of another, by the target {@code transform} of
 * its Makefile: {@code spawn}, {@code dump} and {@code transform} there; its folder carried to the
 * same path here; {@code restore} and the rest here. Undisturbed runs are those of where it goes.
 *
 * <pre>{@code
 * Pipeline migration = new MakeMigration(onX86, onAarch64);
 * migration.spawn(point);
 * migration.dump();
 * migration.transform();
 * migration.restore();
 * Completed completed = migration.complete();
 * }</pre>
 */
public final class MakeMigration implements Pipeline {
  private final MakePipeline from;
  private final MakePipeline to;

  /** From the guest of one pipeline of the program to that of another. */
  public MakeMigration(MakePipeline from, MakePipeline to) {
    this.from = from;
    this.to = to;
  }

  /** Runs the program undisturbed where it comes from. */
  public Completed runAtOrigin() {
    return from.run();
  }

  @Override
  public Completed run() {
    return to.run();
  }

  @Override
  public Stopped spawn(StopPoint point) {
    return from.spawn(point);
  }

  @Override
  public void dump() {
    from.dump();
  }

  /**
   * {@inheritDoc}
   *
   * @throws NotOfferedException always: it is rewritten once, by {@link #transform}
   */
  @Override
  public Optional<ShuffleSummary> shuffle(ShuffleOptions options) {
    throw new NotOfferedException("a program that is migrated is not shuffled");
  }

  @Override
  public void transform() {
    from.transform();
    from.carryTo(to);
  }

  @Override
  public void restore() {
    to.restore();
  }

  @Override
  public Completed complete() {
    return to.complete();
  }

  @Override
  public void cleanUp() {
    from.cleanUp();
    to.cleanUp();
  }

  @Override
  public List<StepTrace> traces() {
    return Stream.of(from, to).flatMap(pipeline -> pipeline.traces().stream()).toList();
  }
}
