package io.riffle.shuffle;

import io.riffle.criu.ImageDirectory;
import io.riffle.criu.ProcessImage;
import io.riffle.elf.ElfFile;
import io.riffle.shuffle.ShuffleOptions.Part;
import io.riffle.shuffle.ShuffleSummary.Totals;
import io.riffle.shuffle.layout.Layout;
import io.riffle.shuffle.layout.LayoutSection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
   * @throws ShuffleException if the binary has no layout, no process of the image runs it, or the
   *     image is not of its present bytes; nothing is written then
   * @throws io.riffle.shuffle.unwind.UnwindException if a stack cannot be walked to its end;
   *     nothing is written then
   * @throws IOException if binary or image are damaged or cannot be read or written
   */
  public static ShuffleSummary shuffle(ImageDirectory image, ElfFile binary, ShuffleOptions options)
      throws IOException {
    if (image.isa() != binary.isa()) {
      throw new ShuffleException(
          "the image is of %s, but %s is of %s: give the binary that was running"
              .formatted(image.isa(), binary, binary.isa()));
    }
    return shuffle(image.processes(), binary, options);
  }

  /** As above, with the processes of an image. */
  static ShuffleSummary shuffle(
      List<ProcessImage> processes, ElfFile binary, ShuffleOptions options) throws IOException {
    BinaryAnalysis analysis = BinaryAnalysis.of(binary);
    List<TargetProcess> targets = targets(processes, binary);
    for (TargetProcess target : targets) {
      new TextPages(target).check(analysis.code());
    }
    return shuffle(analysis, targets, LiveFrames.of(targets, analysis), options);
  }

  /**
   * Shuffles a binary alone. Only for programs that start afresh: a process of it that was dumped
   * before can no longer be restored.
   *
   * @throws ShuffleException if the binary has no layout; nothing is written then
   * @throws IOException if the binary is damaged or cannot be read or written
   */
  public static ShuffleSummary shuffleBinary(ElfFile binary, ShuffleOptions options)
      throws IOException {
    return shuffle(BinaryAnalysis.of(binary), List.of(), LiveFrames.NONE, options);
  }

  private static List<TargetProcess> targets(List<ProcessImage> processes, ElfFile binary)
      throws ShuffleException {
    List<TargetProcess> targets = new ArrayList<>();
    for (ProcessImage process : processes) {
      TargetProcess.of(process, binary).ifPresent(targets::add);
    }
    if (targets.isEmpty()) {
      throw new ShuffleException(
          "no process of the image runs %s: they run %s"
              .formatted(
                  binary,
                  processes.stream()
                      .map(process -> process.pid() + " " + process.executable().orElse("nothing"))
                      .collect(Collectors.joining(", "))));
    }
    return targets;
  }

  private static ShuffleSummary shuffle(
      BinaryAnalysis binary, List<TargetProcess> targets, LiveFrames live, ShuffleOptions options)
      throws IOException {
    ShufflePlan plan = ShufflePlan.of(binary, live, options);
    Layout newLayout = plan.newLayout(binary);
    List<StackEdit> stack = new ArrayList<>();
    List<TextPages.Edit> text = new ArrayList<>();
    List<BinaryEdit> code = new ArrayList<>();
    if (options.writes(Part.STACK)) {
      stack.addAll(StackEdit.of(plan, live, options.identity()));
    }
    if (options.writes(Part.CODE)) {
      code.addAll(BinaryEdit.of(plan, binary, options.identity()));
      List<CodePatch> patches =
          plan.patches().stream()
              .flatMap(patch -> patch.stream())
              .filter(patch -> options.identity() || patch.isChange())
              .toList();
      for (TargetProcess target : targets) {
        text.addAll(new TextPages(target).edits(patches));
      }
    }
    long written = write(binary.elf(), stack, text, code);
    if (options.writes(Part.CODE)) {
      LayoutSection.write(binary.elf(), newLayout);
      written += LayoutSection.encode(newLayout).length;
    }
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
        written,
        functions);
  }

  private static long write(
      ElfFile elf, List<StackEdit> stack, List<TextPages.Edit> text, List<BinaryEdit> code)
      throws IOException {
    long written = 0;
    for (StackEdit edit : stack) {
      edit.write();
      written += edit.bytes().length;
    }
    for (TextPages.Edit edit : text) {
      edit.write();
      written += edit.bytes().length;
    }
    for (BinaryEdit edit : code) {
      edit.write(elf);
      written += edit.bytes().length;
    }
    return written;
  }
}
