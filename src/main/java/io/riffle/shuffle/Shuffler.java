package io.riffle.shuffle;

import io.riffle.criu.ImageDirectory;
import io.riffle.criu.ProcessImage;
import io.riffle.elf.ElfFile;
import io.riffle.shuffle.ShuffleOptions.Part;
import io.riffle.shuffle.ShufflePhases.Phase;
import io.riffle.shuffle.ShuffleSummary.Totals;
import io.riffle.shuffle.layout.Layout;
import io.riffle.shuffle.unwind.ModuleFiles;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import io.riffle.storage.Journal;
import io.riffle.storage.Journal.Recovery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Permutes the frame objects of a program: the door of this package. Analyses everything and checks
 * it before the first write, so that whatever is refused is left as it was. Stateless.
 */
public final class Shuffler {
  private Shuffler() {}

  /**
   * Shuffles a dumped program: its binary and all processes of the image that run it.
   *
   * @param image the images of the dump, changed in place
   * @param binary the binary that was running, changed in place; it must be what the restored
   *     process is given
   * @param options seed and extent
   * @return what was done
   * @throws ShuffleException if the binary has no layout or can have suspended stacks, no process
   *     of the image runs it, or the image is not of its present bytes; nothing is written then
   * @throws io.riffle.shuffle.unwind.UnwindException if a stack cannot be walked to its end;
   *     nothing is written then
   * @throws IOException if binary or image are damaged or cannot be read or written
   */
  public static ShuffleSummary shuffle(ImageDirectory image, ElfFile binary, ShuffleOptions options)
      throws IOException {
    return shuffle(image, binary, ModuleFiles.none(), options);
  }

  /** As above; a benchmark is told when a phase ends. */
  public static ShuffleSummary shuffle(
      ImageDirectory image, ElfFile binary, ShuffleOptions options, Optional<ShufflePhases> phases)
      throws IOException {
    checkIsa(image, binary);
    return shuffle(
        Optional.of(image), image.processes(), binary, ModuleFiles.none(), options, phases);
  }

  /**
   * As above, for a program with shared libraries.
   *
   * @param files where the libraries are that the processes have mapped; they are only read
   */
  public static ShuffleSummary shuffle(
      ImageDirectory image, ElfFile binary, ModuleFiles files, ShuffleOptions options)
      throws IOException {
    checkIsa(image, binary);
    return shuffle(Optional.of(image), image.processes(), binary, files, options, Optional.empty());
  }

  /** As above, with the processes of an image that lies nowhere. */
  static ShuffleSummary shuffle(
      List<ProcessImage> processes, ElfFile binary, ShuffleOptions options) throws IOException {
    return shuffle(
        Optional.empty(), processes, binary, ModuleFiles.none(), options, Optional.empty());
  }

  /**
   * Ends a shuffle that was interrupted while it wrote, by a crash or a lost connection. To be
   * called before the images are opened; does nothing if nothing was interrupted.
   *
   * @param images the directory of the images
   * @param binary the binary that was shuffled with them
   * @return how it ended; empty if no shuffle was interrupted
   * @throws io.riffle.storage.JournalException if the journal is damaged or the binary is another;
   *     nothing is changed then
   */
  public static Optional<Recovery> recover(Directory images, ByteStore binary) throws IOException {
    Optional<Recovery> recovery = new Journal(images, Map.of(Rewrite.BINARY, binary)).recover();
    if (recovery.filter(how -> how != Recovery.COMPLETED).isPresent()) {
      // It was written before the journal, and is of a shuffle that has not been.
      images.delete(ShuffleMark.FILE);
    }
    return recovery;
  }

  private static ShuffleSummary shuffle(
      Optional<ImageDirectory> image,
      List<ProcessImage> processes,
      ElfFile binary,
      ModuleFiles files,
      ShuffleOptions options,
      Optional<ShufflePhases> phases)
      throws IOException {
    if (!options.identity()) {
      SuspendedStacks.refuse(binary);
    }
    BinaryAnalysis analysis = BinaryAnalysis.of(binary);
    if (image.isPresent()) {
      ShuffleMark.check(image.get(), analysis, options);
    }
    List<TargetProcess> targets = TargetProcess.allOf(processes, binary);
    checkText(targets, analysis);
    phases.ifPresent(all -> all.end(Phase.ANALYSE));
    LiveFrames live = LiveFrames.of(targets, analysis, files);
    phases.ifPresent(all -> all.end(Phase.UNWIND));
    return shuffle(image, analysis, targets, live, options, phases);
  }

  /**
   * Shuffles a binary alone, in place and without a journal: shuffle a copy if it may be
   * interrupted. Only for programs that start afresh: a process of it that was dumped before can no
   * longer be restored.
   *
   * @throws ShuffleException if the binary has no layout; nothing is written then
   * @throws IOException if the binary is damaged or cannot be read or written
   */
  public static ShuffleSummary shuffleBinary(ElfFile binary, ShuffleOptions options)
      throws IOException {
    return shuffle(
        Optional.empty(),
        BinaryAnalysis.of(binary),
        List.of(),
        LiveFrames.NONE,
        options,
        Optional.empty());
  }

  private static void checkIsa(ImageDirectory image, ElfFile binary) throws ShuffleException {
    if (image.isa() != binary.isa()) {
      throw new ShuffleException(
          "the image is of %s, but %s is of %s: give the binary that was running"
              .formatted(image.isa(), binary, binary.isa()));
    }
  }

  /** The processes of an image that run a binary, at least one. */
  static List<TargetProcess> targets(ImageDirectory image, ElfFile binary) throws ShuffleException {
    checkIsa(image, binary);
    return TargetProcess.allOf(image.processes(), binary);
  }

  /** Compares the code that the image holds with the binary's. */
  static void checkText(List<TargetProcess> targets, BinaryAnalysis binary) throws IOException {
    for (TargetProcess target : targets) {
      new TextPages(target).check(binary.code());
    }
  }

  private static ShuffleSummary shuffle(
      Optional<ImageDirectory> image,
      BinaryAnalysis binary,
      List<TargetProcess> targets,
      LiveFrames live,
      ShuffleOptions options,
      Optional<ShufflePhases> phases)
      throws IOException {
    FaultyPlan faults = new FaultyPlan(options.fault());
    ShufflePlan plan = faults.plan(ShufflePlan.of(binary, live, options), live);
    phases.ifPresent(all -> all.end(Phase.PERMUTE));
    Layout newLayout = plan.newLayout(binary);
    Rewrite rewrite = new Rewrite(binary.elf(), targets);
    List<TextPages.Edit> text = new ArrayList<>();
    if (options.writes(Part.STACK)) {
      List<StackEdit> edits = StackEdit.of(plan, live, options.identity());
      for (StackEdit edit : faults.stack(edits, binary, live)) {
        rewrite.addAll(edit.overwrites());
      }
    }
    if (options.writes(Part.CODE)) {
      // A binary that stays as it was keeps the stamp that it has.
      Optional<CodePatch> stamp =
          newLayout.equals(binary.layout())
              ? Optional.empty()
              : PairStamp.of(binary, newLayout.codeChecksum());
      List<CodePatch> patches =
          Stream.concat(plan.patches().stream().flatMap(patch -> patch.stream()), stamp.stream())
              .filter(patch -> options.identity() || patch.isChange())
              .toList();
      List<CodePatch> frameInfo = faults.frameInfo(FrameInfoEdit.of(plan, binary, options));
      for (TargetProcess target : targets) {
        text.addAll(faults.text(new TextPages(target).edits(patches)));
        text.addAll(new TextPages(target).edits(frameInfo));
      }
      for (TextPages.Edit edit : text) {
        rewrite.addAll(edit.overwrites());
      }
      BinaryEdit.of(plan, binary, options.identity())
          .forEach(edit -> rewrite.add(edit.overwrite()));
      for (CodePatch patch : Stream.concat(stamp.stream(), frameInfo.stream()).toList()) {
        rewrite.add(BinaryEdit.of(patch, binary).overwrite());
      }
      rewrite.addAll(LayoutEdit.of(binary, newLayout, options.identity()));
    }
    if (image.isPresent() && !options.identity()) {
      ShuffleMark.write(image.get(), binary.layout(), newLayout, options.seed());
    }
    phases.ifPresent(all -> all.end(Phase.REWRITE));
    rewrite.write(image);
    phases.ifPresent(all -> all.end(Phase.WRITE_BACK));
    List<FunctionSummary> functions = plan.summaries(live, options);
    return new ShuffleSummary(
        binary.elf().isa(),
        options.seed(),
        options.identity(),
        targets.size(),
        live.threads(),
        live.walked(),
        Totals.of(functions, function -> function.liveFrames() > 0),
        Totals.of(functions, function -> function.liveFrames() == 0),
        TextPages.pages(text),
        rewrite.bytes(),
        functions);
  }
}
