package io.riffle.flow;

import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import java.util.List;
import java.util.Optional;

/**
 * An implementation of the flow, for one program in one guest: what is tested. {@link Flow} is
 * Riffle's own; others are driven through their own commands. The steps are called in the order of
 * {@link Step}, {@code shuffle} being left out on the rung below, and the results say what happened
 * and judge nothing.
 *
 * <p>Steps throw {@link StepFailedException} if what is tested fails, and {@link
 * io.riffle.guest.GuestException} if the guest does. Not safe for use by several threads.
 *
 * <pre>{@code
 * Completed reference = pipeline.run();
 * pipeline.spawn(point);
 * pipeline.dump();
 * pipeline.shuffle(ShuffleOptions.seeded(42));
 * pipeline.restore();
 * Completed disturbed = pipeline.complete();
 * }</pre>
 */
public interface Pipeline {
  /** Runs the program undisturbed, from start to end. */
  Completed run();

  /**
   * Runs the program until it is suspended.
   *
   * @param point where; an implementation that chooses the place itself says so in its trace
   */
  Stopped spawn(StopPoint point);

  /** Has the image of the suspended process written, which ends it. */
  void dump();

  /**
   * Rewrites the dumped image and the binary.
   *
   * @param options seed and extent, as far as the implementation has a say in them
   * @return what was moved, if the implementation tells
   */
  Optional<ShuffleSummary> shuffle(ShuffleOptions options);

  /**
   * Rewrites the dumped image for another ISA, on which it is restored then.
   *
   * @throws NotOfferedException if the implementation does not do so, which is the default
   */
  default void transform() {
    throw new NotOfferedException("this pipeline rewrites no images for other ISAs");
  }

  /** Has the process made again from the image. */
  void restore();

  /**
   * The same for a process that is to be suspended again: it need not go on until then, if that is
   * for the implementation to say.
   */
  default void restoreForMore() {
    restore();
  }

  /**
   * Lets the restored process go on until it is suspended again, for another round.
   *
   * @param point where, counted from now
   * @throws NotOfferedException if the implementation has no rounds, which is the default
   */
  default Stopped advance(StopPoint point) {
    throw new NotOfferedException("this pipeline takes a process through one round only");
  }

  /** Lets the restored process go on, waits for its end and collects its output. */
  Completed complete();

  /**
   * What migration must keep of the process, which is suspended now; empty if the implementation
   * cannot tell, which is the default.
   */
  default Optional<ProcessState> state() {
    return Optional.empty();
  }

  /** Kills what is left of the program, so that the next one finds a clean guest. */
  void cleanUp();

  /** The traces of the steps so far. */
  List<StepTrace> traces();
}
