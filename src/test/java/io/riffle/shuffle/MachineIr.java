package io.riffle.shuffle;

import io.riffle.isa.Isa;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a function uses its frame objects, as clang's machine IR around the pass "prologepilog" says:
 * before it each operand names its object ({@code %stack.3}), after it each object has a place.
 */
final class MachineIr {
  /** What to compile with to get the input of {@link #add}. */
  static final List<String> OPTIONS =
      List.of("-mllvm", "-print-before=prologepilog", "-mllvm", "-print-after=prologepilog");

  private static final Pattern DUMP =
      Pattern.compile(".*\\*\\*\\* IR Dump (Before|After) .*\\((\\w+)\\).*");
  private static final Pattern FUNCTION = Pattern.compile("# Machine code for function ([^:]+):.*");
  private static final Pattern PLACE =
      Pattern.compile(
          "\\s+fi#(\\d+): size=(\\d+), align=\\d+.*, at location \\[SP([+-]\\d+)?\\].*");
  private static final Pattern OPERAND =
      Pattern.compile("%stack\\.(\\d+)(?:\\.[^,\\s]*)?(?:, (\\d+), ([^,]+), )?");
  private static final Pattern NO_USE =
      Pattern.compile(
          ".*\\b(DBG_\\w+|LIFETIME_\\w+|CFI_INSTRUCTION|KILL|IMPLICIT_DEF|PSEUDO_PROBE)\\b.*");
  private static final Pattern COMPUTES_ADDRESS =
      Pattern.compile(".*\\b(LEA\\d+(_32)?r|ADD\\w*ri|SUB\\w*ri|INLINEASM\\w*)\\b.*");

  private static final Pattern EXPANDS = Pattern.compile(".*\\bVASTART_SAVE_XMM_REGS\\b.*");

  /** Uses of one object. */
  static final class Uses {
    private int plain;
    private int other;

    private boolean expands;

    /** Whether one of them becomes several instructions later. */
    boolean expands() {
      return expands;
    }

    /** Accesses by a plain operand. */
    int plain() {
      return plain;
    }

    /** Addresses taken and indexed accesses. */
    int other() {
      return other;
    }
  }

  private final Isa isa;
  private final Map<String, Map<Integer, Uses>> uses = new HashMap<>();
  private final Map<String, Map<Integer, Long>> places = new HashMap<>();
  private final Set<String> seenBefore = new HashSet<>();
  private final Set<String> ambiguous = new HashSet<>();

  MachineIr(Isa isa) {
    this.isa = isa;
  }

  /** Reads what the compiler printed; functions whose name comes twice are left out. */
  void add(String compilerOutput) {
    boolean before = false;
    boolean skipped = false;
    String function = "";
    for (String line : (Iterable<String>) compilerOutput.lines()::iterator) {
      Matcher dump = DUMP.matcher(line);
      Matcher header = FUNCTION.matcher(line);
      if (dump.matches()) {
        before = dump.group(1).equals("Before");
        skipped = !dump.group(2).equals("prologepilog");
      } else if (skipped) {
        continue;
      } else if (header.matches()) {
        function = header.group(1);
        if (before && !seenBefore.add(function)) {
          ambiguous.add(function);
        }
      } else if (before) {
        addUses(function, line);
      } else {
        addPlace(function, line);
      }
    }
  }

  /** Whether the compiler printed exactly one function of that name. */
  boolean knows(String function) {
    return seenBefore.contains(function) && !ambiguous.contains(function);
  }

  /** Whether the compiler printed at least one function of that name. */
  boolean printed(String function) {
    return seenBefore.contains(function);
  }

  /** Whether some object of some function has its address taken or is indexed. */
  boolean hasOtherUses() {
    return uses.values().stream()
        .flatMap(function -> function.values().stream())
        .anyMatch(use -> use.other > 0);
  }

  /** Uses of all objects of a function that lie at an offset from the CFA. */
  Uses at(String function, long cfaOffset) {
    Uses sum = new Uses();
    places
        .getOrDefault(function, Map.of())
        .forEach(
            (object, place) -> {
              Uses some = uses.getOrDefault(function, Map.of()).get(object);
              if (place == cfaOffset && some != null) {
                sum.plain += some.plain;
                sum.other += some.other;
                sum.expands |= some.expands;
              }
            });
    return sum;
  }

  /** Whether the function has an object at that offset. */
  boolean hasObjectAt(String function, long cfaOffset) {
    return places.getOrDefault(function, Map.of()).containsValue(cfaOffset);
  }

  private void addUses(String function, String line) {
    // What follows the colons says what is accessed, not how.
    String instruction = line.split(" :: ", 2)[0];
    if (!instruction.contains("%stack.") || NO_USE.matcher(instruction).matches()) {
      return;
    }
    boolean address = COMPUTES_ADDRESS.matcher(instruction).matches();
    Matcher operand = OPERAND.matcher(instruction);
    while (operand.find()) {
      Uses use =
          uses.computeIfAbsent(function, name -> new HashMap<>())
              .computeIfAbsent(Integer.valueOf(operand.group(1)), object -> new Uses());
      // x86-64 operands are base, scale, index, displacement, segment.
      boolean indexed =
          isa == Isa.X86_64 && operand.group(3) != null && !operand.group(3).equals("$noreg");
      use.expands |= EXPANDS.matcher(instruction).matches();
      if (address || indexed) {
        use.other++;
      } else {
        use.plain++;
      }
    }
  }

  private void addPlace(String function, String line) {
    Matcher place = PLACE.matcher(line);
    if (place.matches()) {
      long printed = place.group(3) == null ? 0 : Long.parseLong(place.group(3));
      // Printed relative to the stack pointer at entry, which x86-64's call has moved by 8.
      long offset = printed - (isa == Isa.X86_64 ? 8 : 0);
      places
          .computeIfAbsent(function, name -> new HashMap<>())
          .put(Integer.valueOf(place.group(1)), offset);
    }
  }
}
