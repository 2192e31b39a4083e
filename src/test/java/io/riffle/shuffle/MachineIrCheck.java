package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfFile;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares what the analysis of a binary found with what the compiler printed of its functions. No
 * object may count as movable of which the compiler took the address or which it indexed.
 */
public final class MachineIrCheck {
  /** What to compile with to get what {@link #add} reads. */
  public static final List<String> OPTIONS = MachineIr.OPTIONS;

  private final MachineIr compiler;
  private final Set<String> skipped = new TreeSet<>();
  private int addressed;

  /** A check that knows nothing of the compiler's yet. */
  public MachineIrCheck(Isa isa) {
    compiler = new MachineIr(isa);
  }

  /** Reads what the compiler printed for one more source. */
  public void add(String compilerOutput) {
    compiler.add(compilerOutput);
  }

  /**
   * Compares them.
   *
   * @param counts whether every access of the compiler's must have been found besides
   * @return how many movable objects the compiler knew
   */
  public int check(Path binary, boolean counts) throws IOException {
    List<String> unsound = new ArrayList<>();
    int checked = 0;
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      List<FunctionAnalysis> functions = BinaryAnalysis.of(ElfFile.read(store)).functions();
      // Of two functions of a name the compiler may have told of the other.
      Map<String, Long> namesakes =
          functions.stream()
              .collect(
                  Collectors.groupingBy(
                      function -> function.layout().name(), Collectors.counting()));
      for (FunctionAnalysis function : functions) {
        String name = function.layout().name();
        if (compiler.knows(name) && namesakes.get(name) == 1) {
          for (MovableUnit unit : function.units()) {
            checked += check(function, unit, counts, unsound);
          }
          for (MovableUnit unit : function.atRest().units()) {
            checkAtRest(function, unit, counts, unsound);
          }
        } else if (compiler.printed(name)) {
          skipped.add(name);
        }
      }
    }
    assertThat(unsound).isEmpty();
    assertThat(compiler.hasOtherUses()).as("the compiler's words were understood").isTrue();
    return checked;
  }

  private int check(
      FunctionAnalysis function, MovableUnit unit, boolean counts, List<String> unsound) {
    String name = function.layout().name();
    Set<Long> offsets = new HashSet<>();
    unit.objects().forEach(at -> offsets.add(function.layout().objects().get(at).cfaOffset()));
    for (long offset : offsets) {
      assertThat(compiler.hasObjectAt(name, offset)).as("%s %d", name, offset).isTrue();
      MachineIr.Uses uses = compiler.at(name, offset);
      long found = found(function.layout().objects(), unit, offset);
      // Registers of the caller are saved and restored by code that is not there yet.
      boolean saved = !unit.saves().isEmpty();
      long expected = saved ? 0 : found;
      if (uses.other() > 0 || ((counts || saved) && uses.plain() != expected)) {
        unsound.add(
            "%s at %d: %d plain and %d other uses, found %d"
                .formatted(name, offset, uses.plain(), uses.other(), found));
      }
    }
    return offsets.size();
  }

  /** While a function is not live, each use that the compiler knew must be a known reference. */
  private void checkAtRest(
      FunctionAnalysis function, MovableUnit unit, boolean counts, List<String> unsound) {
    List<FrameObject> objects = function.layout().objects();
    for (int object : unit.objects()) {
      long offset = objects.get(object).cfaOffset();
      MachineIr.Uses uses = compiler.at(function.layout().name(), offset);
      long plain = found(objects, unit, offset);
      long other =
          unit.references().stream()
              .filter(use -> use.owner().equals(OptionalInt.of(object)))
              .count();
      boolean one = unit.saves().isEmpty() && unit.objects().size() == 1 && !uses.expands();
      if (other > 0) {
        addressed++;
      }
      if (uses.other() > 0 && other == 0
          || other > 0 && uses.other() == 0
          || counts && one && (uses.plain() != plain || uses.other() != other)) {
        unsound.add(
            "%s at %d, at rest: %d plain and %d other uses, found %d and %d"
                .formatted(
                    function.layout().name(), offset, uses.plain(), uses.other(), plain, other));
      }
    }
  }

  /**
   * Functions that the compiler told of and that were not compared, since it told of several of
   * their name.
   */
  public Set<String> skipped() {
    return Collections.unmodifiableSet(skipped);
  }

  /** How many objects may move at rest whose address is taken or that are indexed. */
  public int addressed() {
    return addressed;
  }

  /** Plain references that reach the object at an offset. */
  private static long found(List<FrameObject> objects, MovableUnit unit, long offset) {
    FrameObject object =
        objects.stream().filter(any -> any.cfaOffset() == offset).findFirst().orElseThrow();
    return unit.references().stream()
        .filter(FrameReference::isPlain)
        .filter(use -> use.start() < object.cfaEnd() && object.cfaOffset() < use.end())
        .count();
  }
}
