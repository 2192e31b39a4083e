package io.riffle.shuffle.layout;

import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameRecord.Place;
import io.riffle.shuffle.layout.FrameUse.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dumps of one function's machine IR. Its record is complete, and the function has one, if
 *
 * <ul>
 *   <li>every instruction that names a frame object is of a form that is known, plain accesses
 *       beginning within their objects;
 *   <li>there is no inline assembly but empty barriers, since its text may reach anything;
 *   <li>no object is of variable size, so that the frame has one base and no other register;
 *   <li>the passes around changed no base: the one that allocates base registers left all uses as
 *       they were, and laying the frame out has put no computed address before an access.
 * </ul>
 */
final class FunctionReader {
  private static final String BEFORE = "Before prologepilog";
  private static final String AFTER = "After prologepilog";
  private static final String BEFORE_LOCAL = "Before localstackalloc";
  private static final String AFTER_LOCAL = "After localstackalloc";

  private static final Pattern OBJECT =
      Pattern.compile("  fi#(-?\\d+): (.*?)(?:, at location \\[SP([+-]\\d+)?\\])?(?:\\s*;.*)?");
  private static final Pattern SIZE = Pattern.compile("size=(\\d+), align=\\d+(, fixed)?");
  private static final Pattern NO_USE =
      Pattern.compile("^\\s*(DBG_\\w+|LIFETIME_\\w+|.*\\bCFI_INSTRUCTION\\b|PSEUDO_PROBE\\b).*");

  private static final Pattern EMPTY_ASSEMBLY = Pattern.compile(".*\\bINLINEASM &\"\" .*");

  /** An addition to a base of the frame, the shift of its number last. */
  private static final Pattern A64_BASED =
      Pattern.compile(
          "(?:.* = )(?:[a-z][a-z-]* )*(?:ADD|SUB)S?Xri \\$(?:sp|fp), -?\\d+, (\\d+)\\b.*");

  private record Use(int object, Optional<Form> form, int offset) {}

  private final Isa isa;
  private final Set<String> dumps = new HashSet<>();
  private final Map<Integer, Long> sizesBefore = new HashMap<>();
  private final Map<Integer, Place> places = new HashMap<>();
  private final Set<Use> uses = new HashSet<>();
  private final List<String> beforeLocal = new ArrayList<>();
  private final List<String> afterLocal = new ArrayList<>();
  private String dump = "";
  private int fixedObjects;
  private int addressesBefore;
  private int addressesAfter;
  private boolean complete = true;

  FunctionReader(Isa isa) {
    this.isa = isa;
  }

  void begin(String which) {
    dump = which;
  }

  /** The dump was read to its end. */
  void end() {
    dumps.add(dump);
  }

  /** Whatever comes, the function has no record. */
  void giveUp() {
    complete = false;
  }

  void read(String line) {
    // What follows the colons says what is accessed, not how.
    int colons = line.indexOf(" :: ");
    String text = colons < 0 ? line : line.substring(0, colons);
    switch (dump) {
      case BEFORE_LOCAL -> addLocal(text, beforeLocal);
      case AFTER_LOCAL -> addLocal(text, afterLocal);
      case BEFORE -> readBefore(text);
      case AFTER -> readAfter(text);
      default -> {}
    }
  }

  private static void addLocal(String text, List<String> lines) {
    if (text.contains("stack.") && !NO_USE.matcher(text).matches()) {
      lines.add(text);
    }
  }

  private void readBefore(String text) {
    if (text.startsWith("  fi#")) {
      readObject(text, false);
    } else if (text.contains("INLINEASM")) {
      complete &= EMPTY_ASSEMBLY.matcher(text).matches() && !text.contains("stack.");
    } else if (text.contains("stack.") && !NO_USE.matcher(text).matches()) {
      readUse(text);
    } else if (A64_BASED.matcher(text).matches()) {
      addressesBefore++;
    }
  }

  private void readUse(String text) {
    Optional<MachineOperand> operand = MachineOperand.of(isa, text);
    if (operand.isEmpty()) {
      complete = false;
      return;
    }
    int object = operand.get().number() - (operand.get().fixed() ? fixedObjects : 0);
    Optional<Form> form = operand.get().form();
    uses.add(new Use(object, form, operand.get().offset()));
    if (form.isPresent() && form.get() == Form.ADDRESS) {
      addressesBefore++;
    }
  }

  private void readAfter(String text) {
    if (text.startsWith("  fi#")) {
      readObject(text, true);
    } else if (text.contains("Xri $") && !text.contains(" frame-")) {
      Matcher based = A64_BASED.matcher(text);
      if (based.matches()) {
        addressesAfter++;
        complete &= based.group(1).equals("0");
      }
    }
  }

  private void readObject(String text, boolean after) {
    Matcher object = OBJECT.matcher(text);
    if (!object.matches()) {
      complete = false;
      return;
    }
    int number = Integer.parseInt(object.group(1));
    String description = object.group(2);
    if (description.equals("dead")) {
      return;
    }
    Matcher size = SIZE.matcher(description);
    if (!size.matches() || after && !text.contains("[SP")) {
      complete = false;
      return;
    }
    long bytes = Long.parseLong(size.group(1));
    if (after) {
      long at = object.group(3) == null ? 0 : Long.parseLong(object.group(3));
      places.put(number, new Place(at, bytes));
    } else {
      sizesBefore.put(number, bytes);
      fixedObjects += size.group(2) == null ? 0 : 1;
    }
  }

  /** What was recorded; none unless it is complete. */
  Optional<FrameRecord> record() {
    boolean ownBases =
        !FrameRules.of(isa).sharesBaseRegisters()
            || dumps.containsAll(Set.of(BEFORE_LOCAL, AFTER_LOCAL))
                && beforeLocal.equals(afterLocal)
                && addressesBefore == addressesAfter;
    if (!complete || !ownBases || !dumps.containsAll(Set.of(BEFORE, AFTER))) {
      return Optional.empty();
    }
    Map<Place, Set<FrameUse>> byPlace = new HashMap<>();
    for (Place place : places.values()) {
      if (byPlace.put(place, new HashSet<>()) != null) {
        return Optional.empty();
      }
    }
    for (Use use : uses) {
      Place place = places.get(use.object());
      Long size = sizesBefore.get(use.object());
      if (place == null || size == null || place.size() != size) {
        return Optional.empty();
      }
      if (use.form().isPresent()) {
        byPlace.get(place).add(new FrameUse(use.form().get(), use.offset()));
      } else if (use.offset() < 0 || use.offset() >= size) {
        return Optional.empty();
      }
    }
    return Optional.of(new FrameRecord(byPlace));
  }
}
