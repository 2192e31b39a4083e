package io.riffle.shuffle;

import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.isa.Isa;
import io.riffle.shuffle.unwind.ModuleFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How much a shuffle can change in a program. Nothing is written. Chameleon's measure is quoted
 * beside the permutations because it is the published one: per object, not per program, so that it
 * does not grow with the program.
 *
 * @param isa ISA of the binary
 * @param live totals of functions with a frame on a stack of the image; all 0 without one
 * @param notLive totals of all other functions
 * @param pinned how many objects stay, by reason, over all functions
 * @param functions every function with layout data, by ascending address
 */
public record Entropy(
    Isa isa,
    Totals live,
    Totals notLive,
    Map<PinReason, Integer> pinned,
    List<FunctionEntropy> functions) {

  /**
   * Sums and means over functions.
   *
   * @param functions number of functions
   * @param framed those of them with frame objects
   * @param objects frame objects known
   * @param movable those that may move
   * @param bits binary logarithm of the number of admissible permutations
   * @param slotBits mean of {@link FunctionEntropy#slotBits} over all functions
   * @param framedSlotBits its mean over functions with frame objects
   */
  public record Totals(
      int functions,
      int framed,
      int objects,
      int movable,
      double bits,
      double slotBits,
      double framedSlotBits) {
    static Totals of(List<FunctionEntropy> all, Predicate<FunctionEntropy> which) {
      List<FunctionEntropy> some = all.stream().filter(which).toList();
      List<FunctionEntropy> framed =
          some.stream().filter(function -> function.objects() > 0).toList();
      return new Totals(
          some.size(),
          framed.size(),
          some.stream().mapToInt(FunctionEntropy::objects).sum(),
          some.stream().mapToInt(FunctionEntropy::movable).sum(),
          some.stream().mapToDouble(FunctionEntropy::bits).sum(),
          some.stream().mapToDouble(FunctionEntropy::slotBits).average().orElse(0),
          framed.stream().mapToDouble(FunctionEntropy::slotBits).average().orElse(0));
    }
  }

  /** Copies the collections. */
  public Entropy {
    Map<PinReason, Integer> copy = new EnumMap<>(PinReason.class);
    copy.putAll(pinned);
    pinned = copy;
    functions = List.copyOf(functions);
  }

  /** Totals of all functions. */
  public Totals total() {
    return Totals.of(functions, function -> true);
  }

  /**
   * Measures a binary.
   *
   * @param image the images of a dump of it, which say what is live; none if empty
   * @throws ShuffleException if it has no layout, or does not belong to the image
   * @throws IOException if binary or image are damaged or cannot be read
   */
  public static Entropy of(ElfFile binary, Optional<ImageDirectory> image) throws IOException {
    return of(binary, image, ModuleFiles.none());
  }

  /** As above, for a program with shared libraries, which are in {@code files}. */
  public static Entropy of(ElfFile binary, Optional<ImageDirectory> image, ModuleFiles files)
      throws IOException {
    BinaryAnalysis analysis = BinaryAnalysis.of(binary);
    LiveFrames live = LiveFrames.NONE;
    if (image.isPresent()) {
      List<TargetProcess> targets = Shuffler.targets(image.get(), binary);
      Shuffler.checkText(targets, analysis);
      live = LiveFrames.of(targets, analysis, files);
    }
    ShufflePlan plan = ShufflePlan.of(analysis, live, ShuffleOptions.unchanged());
    List<FunctionEntropy> functions = new ArrayList<>();
    Map<PinReason, Integer> pinned = new EnumMap<>(PinReason.class);
    for (FunctionPlan function : plan.functions()) {
      functions.add(entropy(function, live.of(function.layout()).size()));
      function.pinned().forEach((reason, count) -> pinned.merge(reason, count, Integer::sum));
    }
    return new Entropy(
        binary.isa(),
        Totals.of(functions, function -> function.liveFrames() > 0),
        Totals.of(functions, function -> function.liveFrames() == 0),
        pinned,
        functions);
  }

  private static FunctionEntropy entropy(FunctionPlan plan, int liveFrames) {
    int objects = plan.layout().objects().size();
    return new FunctionEntropy(
        plan.layout().name(),
        plan.layout().address(),
        objects,
        plan.moves().stream().mapToInt(move -> move.unit().objects().size()).sum(),
        plan.bits(),
        objects == 0 ? 0 : plan.placeBits() / objects,
        liveFrames,
        plan.pinned());
  }
}
