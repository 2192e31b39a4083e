package io.riffle.shuffle;

import io.riffle.isa.Isa;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a shuffle did. A plain value that Jackson can write and read.
 *
 * <pre>{@code
 * ShuffleSummary summary = flow.shuffle(ShuffleOptions.seeded(42)).orElseThrow();
 * assertThat(summary.live().moved()).isPositive();
 * System.out.println(summary.toText());
 * }</pre>
 *
 * @param isa ISA of the binary
 * @param seed the seed that repeats it
 * @param identity whether it was told to move nothing
 * @param processes processes of the image that run the binary; 0 without an image
 * @param threads their threads
 * @param framesWalked all frames on their stacks, those of libc included
 * @param live totals of functions with a frame on a stack
 * @param notLive totals of all other functions
 * @param textPagesPatched pages of code that were rewritten in the image
 * @param bytesWritten bytes written, to binary and image together
 * @param functions every function with layout data, by ascending address
 */
public record ShuffleSummary(
    Isa isa,
    long seed,
    boolean identity,
    int processes,
    int threads,
    int framesWalked,
    Totals live,
    Totals notLive,
    int textPagesPatched,
    long bytesWritten,
    List<FunctionSummary> functions) {

  /**
   * Sums over functions; see {@link FunctionSummary} for what is summed.
   *
   * @param functions number of functions
   * @param objects frame objects known
   * @param movable those that may move
   * @param moved those that did
   * @param references instructions rewritten
   * @param bits log2 of the number of admissible permutations
   * @param frames live frames
   */
  public record Totals(
      int functions, int objects, int movable, int moved, int references, double bits, int frames) {

    static Totals of(List<FunctionSummary> all, Predicate<FunctionSummary> which) {
      List<FunctionSummary> some = all.stream().filter(which).toList();
      return new Totals(
          some.size(),
          some.stream().mapToInt(FunctionSummary::objects).sum(),
          some.stream().mapToInt(FunctionSummary::movable).sum(),
          some.stream().mapToInt(FunctionSummary::moved).sum(),
          some.stream().mapToInt(FunctionSummary::references).sum(),
          some.stream().mapToDouble(FunctionSummary::bits).sum(),
          some.stream().mapToInt(FunctionSummary::liveFrames).sum());
    }

    /** Both together. */
    public Totals plus(Totals that) {
      return new Totals(
          functions + that.functions,
          objects + that.objects,
          movable + that.movable,
          moved + that.moved,
          references + that.references,
          bits + that.bits,
          frames + that.frames);
    }
  }

  /** Copies {@code functions}. */
  public ShuffleSummary {
    functions = List.copyOf(functions);
  }

  /** Totals of all functions. */
  public Totals total() {
    return live.plus(notLive);
  }

  /** What is to be said of a shuffle that was to move something and did not, and the way out. */
  public Optional<String> warning() {
    if (identity || total().moved() > 0) {
      return Optional.empty();
    }
    return Optional.of(
        "0 objects moved: "
            + (total().bits() > 0
                ? "seed " + seed + " leaves all where it is: take another"
                : "nothing in this binary may move; 'riffle entropy BINARY' says why"));
  }

  /** A table for people: the functions with something to move, totals, and why the rest stays. */
  public String toText() {
    return SummaryText.of(this);
  }
}
