package io.riffle.shuffle;

import io.riffle.criu.ImageDirectory;
import io.riffle.criu.Memory;
import io.riffle.criu.ThreadImage;
import io.riffle.elf.ElfFile;
import io.riffle.elf.Symbol;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FunctionLayout;
import io.riffle.shuffle.unwind.Frame;
import io.riffle.shuffle.unwind.ModuleFiles;
import io.riffle.shuffle.unwind.Unwinder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The stacks of a dumped program as a shuffle sees them. Nothing is written.
 *
 * @param isa ISA of the program
 * @param threads the threads of all processes that run the binary
 */
public record Inspection(Isa isa, List<InspectedThread> threads) {
  private static final int LONGEST_VALUE = 64;

  /**
   * A thread and its frames.
   *
   * @param pid its process
   * @param tid its id
   * @param pc its next instruction
   * @param frames its frames, innermost first
   */
  public record InspectedThread(int pid, int tid, long pc, List<InspectedFrame> frames) {
    /** Copies {@code frames}. */
    public InspectedThread {
      frames = List.copyOf(frames);
    }
  }

  /** Copies {@code threads}. */
  public Inspection {
    threads = List.copyOf(threads);
  }

  /**
   * Looks at an image.
   *
   * @throws ShuffleException if the binary has no layout, no process of the image runs it, or the
   *     image is not of its present bytes
   * @throws io.riffle.shuffle.unwind.UnwindException if a stack cannot be walked to its end
   * @throws IOException if binary or image are damaged or cannot be read
   */
  public static Inspection of(ImageDirectory image, ElfFile binary) throws IOException {
    return of(image, binary, ModuleFiles.none());
  }

  /** As above, for a program with shared libraries, which are in {@code files}. */
  public static Inspection of(ImageDirectory image, ElfFile binary, ModuleFiles files)
      throws IOException {
    List<TargetProcess> targets = Shuffler.targets(image, binary);
    BinaryAnalysis analysis = BinaryAnalysis.of(binary);
    Shuffler.checkText(targets, analysis);
    TreeMap<Long, FunctionLayout> functions = new TreeMap<>();
    analysis.layout().functions().forEach(each -> functions.put(each.address(), each));
    List<InspectedThread> threads = new ArrayList<>();
    for (TargetProcess target : targets) {
      Unwinder unwinder = Unwinder.of(List.of(target.module()), files);
      for (ThreadImage thread : target.image().threads()) {
        List<InspectedFrame> frames = new ArrayList<>();
        boolean interrupted = true;
        for (Frame frame : unwinder.unwind(thread, target.image())) {
          frames.add(frame(frame, interrupted, target, functions));
          interrupted = frame.signalFrame();
        }
        threads.add(new InspectedThread(target.image().pid(), thread.tid(), thread.pc(), frames));
      }
    }
    return new Inspection(image.isa(), threads);
  }

  private static InspectedFrame frame(
      Frame frame,
      boolean interrupted,
      TargetProcess target,
      NavigableMap<Long, FunctionLayout> functions)
      throws IOException {
    long linked = frame.lookupPc() - target.module().bias();
    Optional<Symbol> symbol = target.module().elf().functionAt(linked);
    Map.Entry<Long, FunctionLayout> floor = functions.floorEntry(linked);
    Optional<FunctionLayout> layout =
        Optional.ofNullable(floor).map(Map.Entry::getValue).filter(each -> linked < each.end());
    List<InspectedObject> objects = new ArrayList<>();
    if (layout.isPresent()) {
      Long sp = frame.registers().get(target.image().isa().registers().stackPointer());
      long redZone = interrupted ? FrameConventions.of(target.image().isa()).redZone() : 0;
      long floorOfFrame = sp == null ? frame.cfa() : sp - redZone;
      LiveFrame live = new LiveFrame(target.image().memory(), frame.cfa(), floorOfFrame, false);
      for (FrameObject object : layout.get().objects()) {
        objects.add(object(object, live));
      }
    }
    return new InspectedFrame(
        frame.pc(),
        symbol.map(Symbol::name).orElse(""),
        symbol.map(each -> frame.pc() - target.module().bias() - each.value()).orElse(0L),
        frame.cfa(),
        frame.signalFrame(),
        layout.isPresent(),
        objects);
  }

  private static InspectedObject object(FrameObject object, LiveFrame frame) throws IOException {
    long address = frame.cfa() + object.cfaOffset();
    Memory memory = frame.memory();
    int length = (int) Math.min(object.size(), LONGEST_VALUE);
    boolean there = length > 0 && frame.owns(object.cfaOffset()) && memory.holds(address, length);
    return new InspectedObject(
        object.names(),
        object.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        object.size(),
        object.cfaOffset(),
        object.compiledOffset(),
        address,
        there
            ? Optional.of(HexFormat.of().formatHex(memory.read(address, length)))
            : Optional.empty());
  }
}
