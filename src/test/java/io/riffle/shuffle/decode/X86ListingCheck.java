package io.riffle.shuffle.decode;

import io.riffle.shuffle.decode.Instruction.AddressOf;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the x86-64 decoder with a listing in Intel syntax and collects where they differ. */
final class X86ListingCheck {
  /** Instructions without a memory access of one known width. */
  private static final Pattern NO_WIDTH =
      Pattern.compile(
          "nop|endbr64|prefetch.*|cldemote|clflush.*|rstorssp|clrssbsy|clwb|f?n?xsave.*|fn?save|fxrstor.*|xrstor.*"
              + "|xsave.*|frstor|fn?stenv|fldenv|[ls][gi]dt|invlpg|ud[01]|bt[crs]?|v?p?(gather|scatter).*"
              + "|v(p)?(gather|scatter).*|l[fgs]s|movdir64b|enqcmds?|ldtilecfg|sttilecfg|tile.*");

  private static final Set<String> PREFIXES =
      Set.of(
          "lock",
          "rep",
          "repne",
          "data16",
          "addr32",
          "rex64",
          "notrack",
          "bnd",
          "cs",
          "ds",
          "es",
          "ss",
          "fs",
          "gs",
          "xacquire",
          "xrelease");

  /** Instructions whose first operand is not written. */
  private static final Pattern READS_FIRST =
      Pattern.compile(
          "cmp|test|push|call|jmp|bt|mul|div|idiv|j.cxz|nop|out|wr[fg]sbase|ptwrite|incssp[dq]|"
              + "ud[01]|inv.*|movdir64b|enqcmds?|umonitor|umwait|tpause|vmwrite|verr|verw|lldt|ltr|"
              + "lmsw|clzero|monitor.*|mwait.*|senduipi|xabort|bndc.|bndmk");

  private static final Pattern WRITES_SECOND = Pattern.compile("xchg|xadd|mulx");
  private static final Pattern STRING =
      Pattern.compile(
          "(movs|cmps|stos|lods|scas|ins|outs)[bwdq]|xlatb?|maskmov(q|dqu)|vmaskmovdqu");
  private static final Pattern MEMORY =
      Pattern.compile("(?:(\\w+) ptr )?(?:([d-g]s|cs|ss):)?\\[([^\\]]*)\\]");

  private static final Map<String, Integer> WIDTHS =
      Map.of(
          "byte", 1, "word", 2, "dword", 4, "qword", 8, "tbyte", 10, "xword", 10, "xmmword", 16,
          "ymmword", 32, "zmmword", 64);

  private final X86Decoder decoder = new X86Decoder();
  private final Predicate<X86Line> mayDiffer;
  private final Map<String, List<String>> differences = new TreeMap<>();
  private final ByteArrayOutputStream prefixes = new ByteArrayOutputStream();
  private boolean segmentPrefix;
  private long compared;
  private long memoryOperands;
  private long computedAddresses;

  /**
   * @param mayDiffer which instructions the decoder may report as unknown, or otherwise, although
   *     the disassembler knows them
   */
  X86ListingCheck(Predicate<X86Line> mayDiffer) {
    this.mayDiffer = mayDiffer;
  }

  /** Differences by kind and mnemonic, each with the lines that show it. */
  Map<String, List<String>> differences() {
    return new LinkedHashMap<>(differences);
  }

  /** Instructions compared. */
  long compared() {
    return compared;
  }

  /** Memory operands compared. */
  long memoryOperands() {
    return memoryOperands;
  }

  /** Addresses computed by lea that were compared. */
  long computedAddresses() {
    return computedAddresses;
  }

  /** Checks one instruction of the listing. */
  void accept(X86Line line) {
    if (PREFIXES.contains(line.mnemonic()) && line.operands().isEmpty()) {
      prefixes.writeBytes(line.bytes());
      segmentPrefix |= isSegment(line.mnemonic());
      return;
    }
    X86Line whole = line;
    if (prefixes.size() > 0) {
      long start = line.address() - prefixes.size();
      prefixes.writeBytes(line.bytes());
      whole = new X86Line(start, prefixes.toByteArray(), line.mnemonic(), line.operands());
      prefixes.reset();
    }
    if (whole.isKnown() && !whole.mnemonic().isEmpty()) {
      check(whole);
    }
    segmentPrefix = false;
  }

  private void check(X86Line raw) {
    X86Line line = raw;
    if (PREFIXES.contains(raw.mnemonic())) {
      String[] parts = raw.operands().split("\\s+", 2);
      line = new X86Line(raw.address(), raw.bytes(), parts[0], parts.length > 1 ? parts[1] : "");
      if (PREFIXES.contains(line.mnemonic())) {
        check(line);
        return;
      }
    }
    if (line.mnemonic().isEmpty()) {
      return;
    }
    compared++;
    Instruction decoded = decoder.decode(line.bytes(), 0, line.address());
    if (!decoded.known()) {
      report("unknown", line, decoded);
      return;
    }
    if (decoded.length() != line.bytes().length) {
      report("length", line, decoded);
      return;
    }
    if (!STRING.matcher(line.mnemonic()).matches()) {
      checkMemory(line, decoded);
      checkRegisters(line, decoded);
    }
    checkTarget(line, decoded);
  }

  private void report(String kind, X86Line line, Instruction decoded) {
    if (!mayDiffer.test(line)) {
      differences
          .computeIfAbsent(kind + " " + line.mnemonic(), key -> new ArrayList<>())
          .add(line + "  <>  " + decoded);
    }
  }

  private void checkMemory(X86Line line, Instruction decoded) {
    Matcher matcher = MEMORY.matcher(line.operands());
    if (!matcher.find()) {
      if (!decoded.memory().isEmpty() && !line.mnemonic().startsWith("movabs")) {
        report("memory that is not there", line, decoded);
      }
      return;
    }
    long end = line.address() + line.bytes().length;
    Address expected = Address.parse(matcher.group(3), end);
    if (line.mnemonic().equals("lea")) {
      checkLea(line, decoded, expected);
      computedAddresses++;
      return;
    }
    if (decoded.memory().size() != 1) {
      report("no memory", line, decoded);
      return;
    }
    memoryOperands++;
    MemoryOperand operand = decoded.memory().get(0);
    if (!expected.matches(operand.base(), operand.index(), operand.displacement())) {
      report("address", line, decoded);
    }
    boolean relative = segmentPrefix || isSegment(matcher.group(2));
    boolean elsewhere =
        expected.vectorIndex() || relative && operand.base() >= 0 || expected.narrow();
    int width = WIDTHS.getOrDefault(String.valueOf(matcher.group(1)), 0);
    boolean mayBeZero = elsewhere || width == 0 || NO_WIDTH.matcher(line.mnemonic()).matches();
    if (operand.accessBytes() != width && !(operand.accessBytes() == 0 && mayBeZero)) {
      report("width", line, decoded);
    }
    if (elsewhere
        && (operand.accessBytes() != 0
            || (decoded.registersRead() & X86Registers.bit(operand.base())) == 0
                && operand.base() >= 0)) {
      report("unmarked address", line, decoded);
    }
    checkField(line, decoded, operand);
  }

  private static boolean isSegment(String name) {
    return "fs".equals(name) || "gs".equals(name);
  }

  /** A change of the displacement must be read back by the decoder, and be the only one. */
  private void checkField(X86Line line, Instruction decoded, MemoryOperand operand) {
    if (!operand.field().canHold(operand.displacement())) {
      report("field does not hold its own value", line, decoded);
      return;
    }
    for (long other : new long[] {0, 64, -128, 1 << 20}) {
      if (operand.field().canHold(other)) {
        byte[] patched = operand.field().patch(line.bytes(), other);
        Instruction again = decoder.decode(patched, 0, line.address());
        boolean moved =
            again.length() == decoded.length()
                && again.memory().size() == 1
                && again.memory().get(0).displacement() == other
                && again.memory().get(0).base() == operand.base();
        if (!moved) {
          report("patched wrongly", line, again);
        }
      }
    }
  }

  private void checkLea(X86Line line, Instruction decoded, Address expected) {
    String destination = line.operands().substring(0, line.operands().indexOf(','));
    int number = X86RegisterNames.number(destination);
    Optional<AddressOf> addressOf = decoded.addressOf();
    boolean right;
    if (!X86RegisterNames.isWhole(destination) || expected.narrow()) {
      long mask = X86Registers.bit(expected.base()) | X86Registers.bit(expected.index());
      right = addressOf.isEmpty() && (decoded.registersRead() & mask) == mask;
    } else if (number == X86Registers.RSP) {
      right =
          expected.index() >= 0
              ? decoded.stack() instanceof StackEffect.Unknown
              : decoded.stack().equals(expected.asStackEffect());
    } else {
      right =
          addressOf.isPresent()
              && addressOf.get().destination() == number
              && expected.matches(
                  addressOf.get().base(), addressOf.get().index(), addressOf.get().displacement());
    }
    if (!right || !decoded.memory().isEmpty()) {
      report("lea", line, decoded);
    }
  }

  private void checkRegisters(X86Line line, Instruction decoded) {
    String[] operands = MEMORY.matcher(line.operands()).replaceAll("memory").split(",\\s*");
    for (int i = 0; i < operands.length; i++) {
      int number = X86RegisterNames.number(operands[i].strip());
      if (number < 0) {
        continue;
      }
      long bit = X86Registers.bit(number);
      boolean implicit = operands.length == 1 && line.mnemonic().equals("imul");
      boolean first = i == 0 && !implicit && !READS_FIRST.matcher(line.mnemonic()).matches();
      boolean writes = first || i == 1 && WRITES_SECOND.matcher(line.mnemonic()).matches();
      boolean nop = line.mnemonic().equals("nop") || line.mnemonic().equals("ud1");
      if (writes
          && (number == X86Registers.RSP
              ? decoded.stack() instanceof StackEffect.None
              : (decoded.registersWritten() & bit) == 0)) {
        report("write", line, decoded);
      }
      boolean described =
          decoded.addressOf().filter(a -> a.base() == number).isPresent()
              || decoded.stack() instanceof StackEffect.SetFrom set && set.register() == number
              || operands.length > 1 && operands[0].equals(operands[1]);
      if (!writes && !nop && !described && (decoded.registersRead() & bit) == 0) {
        report("read", line, decoded);
      }
    }
  }

  private void checkTarget(X86Line line, Instruction decoded) {
    boolean jump = line.mnemonic().startsWith("j") || line.mnemonic().startsWith("loop");
    if (jump && line.operands().startsWith("0x")) {
      long target = Long.parseUnsignedLong(line.operands().substring(2).split(" ")[0], 16);
      ControlFlow expected =
          line.mnemonic().equals("jmp")
              ? new ControlFlow.Jump(target)
              : new ControlFlow.Branch(target);
      if (!decoded.flow().equals(expected)) {
        report("target", line, decoded);
      }
    }
  }

  /** What stands between the brackets of a memory operand. */
  private record Address(
      int base, int index, long displacement, boolean vectorIndex, boolean narrow, boolean scaled) {
    static Address parse(String text, long end) {
      int base = Instruction.NO_REGISTER;
      int index = Instruction.NO_REGISTER;
      long displacement = 0;
      boolean vector = false;
      boolean narrow = false;
      boolean first = true;
      boolean scaled = false;
      for (String term : text.replace(" - ", " + -").split(" \\+ ")) {
        String register = term.replaceFirst("^[1248]\\*", "");
        int number = X86RegisterNames.number(register);
        if (number >= 0) {
          narrow |= !X86RegisterNames.isWhole(register);
          if (first && register.equals(term)) {
            base = number;
          } else {
            index = number;
            scaled |= first;
          }
        } else if (register.equals("rip") || register.equals("eip")) {
          displacement += end;
          narrow |= register.equals("eip");
        } else if (register.matches("[xyz]mm\\d+")) {
          vector = true;
        } else if (!register.matches("[re]iz")) {
          boolean negative = term.startsWith("-");
          long value = Long.parseUnsignedLong(term.replaceFirst("^-?0x", ""), 16);
          displacement += negative ? -value : value;
        }
        first = false;
      }
      return new Address(base, index, displacement, vector, narrow, scaled);
    }

    /** The listing does not tell an index without a scale from a base when it is alone. */
    boolean matches(int otherBase, int otherIndex, long otherDisplacement) {
      boolean lone = !scaled && index < 0 && otherBase < 0 && otherIndex == base;
      return displacement == otherDisplacement
          && (lone || base == otherBase && index == otherIndex);
    }

    StackEffect asStackEffect() {
      return base == X86Registers.RSP
          ? new StackEffect.Adjust(displacement)
          : new StackEffect.SetFrom(base, displacement);
    }
  }
}
