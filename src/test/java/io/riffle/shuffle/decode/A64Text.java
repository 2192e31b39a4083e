package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.A64Operands.indexOfMemory;
import static io.riffle.shuffle.decode.A64Operands.mask;
import static io.riffle.shuffle.decode.A64Operands.number;
import static io.riffle.shuffle.decode.A64Operands.register;
import static io.riffle.shuffle.decode.A64Operands.registerBytes;
import static io.riffle.shuffle.decode.A64Operands.split;
import static io.riffle.shuffle.decode.A64Operands.widthBytes;

import io.riffle.shuffle.decode.Instruction.AddressOf;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an A64 instruction does according to its disassembly (without aliases): derived from
 * mnemonic and operands alone, so that it shares no mistake with the decoder.
 */
final class A64Text {
  /** Mnemonics whose first operand is no destination though it may be a general register. */
  private static final Set<String> WITHOUT_DESTINATION =
      Set.of(
          "cbz", "cbnz", "tbz", "tbnz", "ccmp", "ccmn", "msr", "sys", "rmif", "setf8", "setf16",
          "wfet", "wfit", "dc", "ic", "at", "tlbi", "br", "braa", "brab", "braaz", "brabz", "blr",
          "blraa", "blrab", "blraaz", "blrabz", "ret", "retaa", "retab");

  /** Mnemonics that keep part of their destination, or take their source from it. */
  private static final Pattern READS_DESTINATION =
      Pattern.compile("movk|bfi|bfxil|bfm|bfc|(pac|aut)[id][abz]+|xpac[id]");

  private static final Pattern ATOMIC =
      Pattern.compile("(ld(add|clr|eor|set|[su]max|[su]min)|swp)a?l?[bh]?");

  private final long address;
  private final String mnemonic;
  private final List<String> operands;
  private final int memoryAt;
  private final Optional<Memory> memory;

  A64Text(ObjdumpListing.Line line) {
    address = line.address();
    mnemonic = line.mnemonic();
    operands = split(line.operands());
    memoryAt = indexOfMemory(operands);
    memory = readMemory();
  }

  /** A memory operand as the text tells it. */
  record Memory(int base, int index, long displacement, int bytes, int element, boolean moves) {}

  Optional<Memory> memory() {
    return memory;
  }

  private Optional<Memory> readMemory() {
    if (memoryAt < 0) {
      return literal();
    }
    String text = operands.get(memoryAt);
    List<String> inside = split(text.substring(1, text.indexOf(']')));
    boolean post = memoryAt + 1 < operands.size();
    int index = Instruction.NO_REGISTER;
    long displacement = 0;
    if (inside.size() > 1 && inside.get(1).startsWith("#")) {
      displacement = number(inside.get(1));
    } else if (inside.size() > 1 && !inside.get(1).endsWith("zr")) {
      index = register(inside.get(1));
    }
    return Optional.of(
        new Memory(
            register(inside.get(0)),
            index,
            displacement,
            bytes(),
            bytes() / (isPair() ? 2 : 1),
            post || text.endsWith("!")));
  }

  private Optional<Memory> literal() {
    boolean loads = Set.of("ldr", "ldrsw", "prfm").contains(mnemonic);
    if (!loads) {
      return Optional.empty();
    }
    int none = Instruction.NO_REGISTER;
    long displacement = number(operands.get(1)) - address;
    return Optional.of(new Memory(none, none, displacement, bytes(), bytes(), false));
  }

  private boolean isPair() {
    return mnemonic.matches("(ld|st)n?p|ldpsw|stgp|(ldx|ldax|stx|stlx)p|caspa?l?");
  }

  private int bytes() {
    if (mnemonic.startsWith("prf")) {
      return 0;
    }
    if (mnemonic.matches("ldra[ab]")) {
      return 8;
    }
    if (mnemonic.matches("stg|stzg|ldg|stgp")) {
      return 16;
    }
    if (mnemonic.matches("st2g|stz2g")) {
      return 32;
    }
    if (mnemonic.matches("(ld|st)[1-4]r?")) {
      return structureBytes();
    }
    if (mnemonic.endsWith("sw")) {
      return mnemonic.equals("ldpsw") ? 8 : 4;
    }
    String first = operands.get(mnemonic.matches("stl?x[rp][bh]?") ? 1 : 0);
    int one = mnemonic.endsWith("b") ? 1 : mnemonic.endsWith("h") ? 2 : registerBytes(first);
    return isPair() ? 2 * one : one;
  }

  private int structureBytes() {
    String list = operands.get(0);
    String inside = list.substring(1, list.indexOf('}')).strip();
    int registers = inside.split(",").length;
    String arrangement = inside.substring(inside.lastIndexOf('.') + 1);
    char letter = arrangement.charAt(arrangement.length() - 1);
    boolean whole = !list.endsWith("]") && !mnemonic.endsWith("r");
    int elements = whole ? Integer.parseInt(arrangement.substring(0, arrangement.length() - 1)) : 1;
    return registers * elements * widthBytes(letter);
  }

  /** The operation of add/sub immediate: its addend, if it is one. */
  private Optional<Long> addend() {
    boolean immediate =
        mnemonic.matches("(add|sub)s?")
            && operands.size() > 2
            && operands.get(2).startsWith("#")
            && operands.get(0).matches("x[0-9]+|sp");
    if (!immediate) {
      return Optional.empty();
    }
    long value = number(operands.get(2)) << (operands.size() > 3 ? 12 : 0);
    return Optional.of(mnemonic.startsWith("sub") ? -value : value);
  }

  Optional<AddressOf> addressOf() {
    if (operands.isEmpty() || operands.get(0).equals("sp")) {
      return Optional.empty();
    }
    return addend()
        .map(
            value ->
                new AddressOf(
                    register(operands.get(0)),
                    register(operands.get(1)),
                    Instruction.NO_REGISTER,
                    value,
                    mnemonic.endsWith("s")
                        ? new A64Displacement.Fixed(value)
                        : new A64Displacement.Addend()));
  }

  StackEffect stack() {
    if (memory.isPresent()) {
      boolean moves = memory.get().moves() && memory.get().base() == A64Word.SP;
      return moves ? moved(memory.get()) : new StackEffect.None();
    }
    if (operands.isEmpty() || !operands.get(0).matches("w?sp") || !hasDestination()) {
      return new StackEffect.None();
    }
    if (addend().isEmpty()) {
      return new StackEffect.Unknown();
    }
    return operands.get(1).equals("sp")
        ? new StackEffect.Adjust(addend().get())
        : new StackEffect.SetFrom(register(operands.get(1)), addend().get());
  }

  private StackEffect moved(Memory operand) {
    if (operands.get(memoryAt).endsWith("!")) {
      return new StackEffect.Adjust(operand.displacement());
    }
    String step = operands.get(memoryAt + 1);
    return step.startsWith("#") ? new StackEffect.Adjust(number(step)) : new StackEffect.Unknown();
  }

  ControlFlow flow() {
    if (mnemonic.equals("b") || mnemonic.matches("bc?\\.(al|nv)")) {
      return new ControlFlow.Jump(target());
    }
    if (mnemonic.matches("bc?\\..*|cbn?z|tbn?z")) {
      return new ControlFlow.Branch(target());
    }
    if (mnemonic.matches("bl|blr[ab]*z?")) {
      return new ControlFlow.Call();
    }
    if (mnemonic.matches("br[ab]*z?")) {
      return new ControlFlow.IndirectJump();
    }
    if (mnemonic.matches("ret(a[ab])?")) {
      return new ControlFlow.Return();
    }
    return mnemonic.matches("brk|hlt|udf") ? new ControlFlow.Trap() : new ControlFlow.Next();
  }

  private long target() {
    return number(operands.get(operands.size() - 1));
  }

  private boolean hasDestination() {
    return memoryAt < 0 && !mnemonic.startsWith("prf") && !WITHOUT_DESTINATION.contains(mnemonic);
  }

  long written() {
    if (mnemonic.matches("bl|blr[ab]*z?")) {
      return 0x4007_ffffL;
    }
    if (mnemonic.equals("svc")) {
      return 1;
    }
    if (memoryAt < 0) {
      return hasDestination() && !operands.isEmpty() ? withoutStack(operands.get(0)) : 0;
    }
    Memory operand = memory.orElseThrow();
    boolean base = operand.moves() && operand.base() != A64Word.SP;
    return transferred(false) | (base ? 1L << operand.base() : 0);
  }

  long read() {
    if (mnemonic.equals("svc")) {
      return 0x13f;
    }
    if (mnemonic.matches("reta[ab]")) {
      return 1L << 30;
    }
    if (memoryAt >= 0) {
      String last = operands.get(operands.size() - 1);
      return transferred(true) | (last.startsWith("x") ? mask(last) : 0);
    }
    if (addressOf().isPresent() || stack() instanceof StackEffect.SetFrom) {
      return 0;
    }
    boolean keeps = !hasDestination() || READS_DESTINATION.matcher(mnemonic).matches();
    long read =
        operands.stream()
            .skip(keeps ? 0 : 1)
            .mapToLong(A64Operands::mask)
            .reduce(0, (a, b) -> a | b);
    boolean onlyMoved = !(stack() instanceof StackEffect.None);
    return onlyMoved ? read & ~(1L << A64Word.SP) : read;
  }

  /** Registers before the memory operand that are stored, or those that are loaded. */
  private long transferred(boolean stored) {
    long read = 0;
    long written = 0;
    boolean load = mnemonic.startsWith("ld");
    for (int i = 0; i < memoryAt; i++) {
      long register = mask(operands.get(i));
      boolean reads = !load;
      boolean writes = load;
      if (ATOMIC.matcher(mnemonic).matches()) {
        reads = i == 0;
        writes = i == 1;
      } else if (mnemonic.startsWith("casp")) {
        writes = i < 2;
      } else if (mnemonic.startsWith("cas")) {
        writes = i == 0;
      } else if (mnemonic.matches("stl?x[rp][bh]?")) {
        writes = i == 0;
        reads = i > 0;
      } else if (mnemonic.equals("ldg")) {
        reads = true;
      }
      read |= reads ? register : 0;
      written |= writes ? register : 0;
    }
    return stored ? read : written;
  }

  private static long withoutStack(String operand) {
    return operand.endsWith("sp") ? 0 : mask(operand);
  }
}
