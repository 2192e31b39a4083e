package io.riffle.shuffle.unwind;

import io.riffle.criu.Memory;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Evaluates the DWARF expressions of call frame information (DWARF 5 sections 2.5.1 and 6.4.2):
 * everything but what needs debugging information, which is not allowed in them.
 */
final class Expression {
  private static final int STEP_LIMIT = 10_000;
  private static final int DEPTH_LIMIT = 256;

  private final ByteBuffer code;
  private final Map<Integer, Long> registers;
  private final Memory memory;
  private final long[] stack = new long[DEPTH_LIMIT];
  private int depth;

  private Expression(byte[] bytecode, Map<Integer, Long> registers, Memory memory) {
    this.code = ByteBuffer.wrap(bytecode).order(ByteOrder.LITTLE_ENDIAN);
    this.registers = registers;
    this.memory = memory;
  }

  /** The value on top of the stack at the end, starting with {@code initial} on it. */
  static long evaluate(
      byte[] bytecode, Map<Integer, Long> registers, Memory memory, long... initial)
      throws IOException {
    Expression expression = new Expression(bytecode, registers, memory);
    for (long value : initial) {
      expression.push(value);
    }
    try {
      return expression.run();
    } catch (BufferUnderflowException end) {
      throw new RuleException("a DWARF expression is cut off");
    }
  }

  private long run() throws IOException {
    for (int steps = 0; code.hasRemaining(); steps++) {
      if (steps == STEP_LIMIT) {
        throw new RuleException("a DWARF expression takes more than " + STEP_LIMIT + " steps");
      }
      step(code.get() & 0xff);
    }
    return pop();
  }

  private void step(int opcode) throws IOException {
    if (opcode >= 0x30 && opcode <= 0x4f) { // lit0 to lit31
      push(opcode - 0x30);
    } else if (opcode >= 0x70 && opcode <= 0x8f) { // breg0 to breg31
      push(register(opcode - 0x70) + sleb());
    } else if (opcode >= 0x1a
        && opcode <= 0x2e
        && opcode != 0x1f
        && opcode != 0x20
        && opcode != 0x23
        && opcode != 0x28) {
      binary(opcode);
    } else {
      other(opcode);
    }
  }

  private void other(int opcode) throws IOException {
    switch (opcode) {
      case 0x03, 0x0e, 0x0f -> push(code.getLong()); // addr, const8u, const8s
      case 0x06 -> push(load(pop(), 8)); // deref
      case 0x08 -> push(code.get() & 0xff); // const1u
      case 0x09 -> push(code.get()); // const1s
      case 0x0a -> push(code.getShort() & 0xffff); // const2u
      case 0x0b -> push(code.getShort()); // const2s
      case 0x0c -> push(code.getInt() & 0xffffffffL); // const4u
      case 0x0d -> push(code.getInt()); // const4s
      case 0x10 -> push(uleb()); // constu
      case 0x11 -> push(sleb()); // consts
      case 0x12 -> push(peek(0)); // dup
      case 0x13 -> pop(); // drop
      case 0x14 -> push(peek(1)); // over
      case 0x15 -> push(peek(code.get() & 0xff)); // pick
      case 0x16 -> roll(2); // swap
      case 0x17 -> roll(3); // rot
      case 0x19 -> push(Math.abs(pop())); // abs
      case 0x1f -> push(-pop()); // neg
      case 0x20 -> push(~pop()); // not
      case 0x23 -> push(pop() + uleb()); // plus_uconst
      case 0x28 -> branch(pop() != 0); // bra
      case 0x2f -> branch(true); // skip
      case 0x92 -> push(register((int) uleb()) + sleb()); // bregx
      case 0x94 -> push(load(pop(), size(code.get()))); // deref_size
      case 0x96 -> {} // nop
      default ->
          throw new RuleException(
              "unknown operation 0x" + Integer.toHexString(opcode) + " in a DWARF expression");
    }
  }

  private void binary(int opcode) throws IOException {
    long second = pop();
    long first = pop();
    if (second == 0 && (opcode == 0x1b || opcode == 0x1d)) {
      throw new RuleException("a DWARF expression divides by zero");
    }
    push(
        switch (opcode) {
          case 0x1a -> first & second;
          case 0x1b -> first / second;
          case 0x1c -> first - second;
          case 0x1d -> Long.remainderUnsigned(first, second);
          case 0x1e -> first * second;
          case 0x21 -> first | second;
          case 0x22 -> first + second;
          case 0x24 -> shifts(second) ? first << second : 0;
          case 0x25 -> shifts(second) ? first >>> second : 0;
          case 0x26 -> first >> (shifts(second) ? second : 63);
          case 0x27 -> first ^ second;
          case 0x29 -> first == second ? 1 : 0;
          case 0x2a -> first >= second ? 1 : 0;
          case 0x2b -> first > second ? 1 : 0;
          case 0x2c -> first <= second ? 1 : 0;
          case 0x2d -> first < second ? 1 : 0;
          case 0x2e -> first != second ? 1 : 0;
          default -> throw new AssertionError(opcode);
        });
  }

  private static boolean shifts(long count) {
    return count >= 0 && count < 64;
  }

  private void roll(int count) throws RuleException {
    peek(count - 1);
    long top = stack[depth - 1];
    System.arraycopy(stack, depth - count, stack, depth - count + 1, count - 1);
    stack[depth - count] = top;
  }

  private void branch(boolean taken) throws RuleException {
    int distance = code.getShort();
    int target = code.position() + distance;
    if (target < 0 || target > code.limit()) {
      throw new RuleException("a DWARF expression jumps out of itself");
    }
    if (taken) {
      code.position(target);
    }
  }

  private long load(long address, int size) throws IOException {
    byte[] bytes = memory.read(address, size);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }

  private static int size(int size) throws RuleException {
    if (size < 1 || size > 8) {
      throw new RuleException("a DWARF expression reads " + size + " bytes at once");
    }
    return size;
  }

  private long register(int number) throws RuleException {
    Long value = registers.get(number);
    if (value == null) {
      throw new RuleException("register " + number + " is not known");
    }
    return value;
  }

  private void push(long value) throws RuleException {
    if (depth == DEPTH_LIMIT) {
      throw new RuleException("a DWARF expression needs a stack of more than " + DEPTH_LIMIT);
    }
    stack[depth++] = value;
  }

  private long pop() throws RuleException {
    long value = peek(0);
    depth--;
    return value;
  }

  private long peek(int below) throws RuleException {
    if (below >= depth) {
      throw new RuleException("a DWARF expression takes more from its stack than is there");
    }
    return stack[depth - 1 - below];
  }

  private long uleb() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = code.get();
      value |= shift < 64 ? (long) (next & 0x7f) << shift : 0;
      if (next >= 0) {
        return value;
      }
    }
  }

  private long sleb() {
    int start = code.position();
    long value = uleb();
    int bits = 7 * (code.position() - start);
    boolean negative = (code.get(code.position() - 1) & 0x40) != 0;
    return negative && bits < 64 ? value | -1L << bits : value;
  }
}
