package io.riffle.shuffle;

import io.riffle.elf.CfaRule;
import io.riffle.elf.FrameRow;
import io.riffle.elf.RegisterRule;
import io.riffle.elf.SaveRule;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FrameObject.Kind;
import io.riffle.shuffle.layout.FunctionLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A function made by hand: a prologue that moves the stack pointer down, a body, an epilogue that
 * moves it up again, and a return. Objects are given by their distance from the stack pointer.
 *
 * @param isa its ISA
 * @param prologue the one instruction that makes the frame, in hexadecimal
 * @param epilogue the one instruction that ends it
 * @param ret the return
 * @param entryOffset CFA minus stack pointer at entry
 * @param frameSize bytes that the prologue takes
 */
record SmallFrame(
    Isa isa, String prologue, String epilogue, String ret, long entryOffset, long frameSize) {
  static final long ADDRESS = 0x401000;

  /** {@code sub rsp, 40}. */
  static final SmallFrame X86 = new SmallFrame(Isa.X86_64, "4883ec28", "4883c428", "c3", 8, 40);

  /** {@code sub rsp, 200}. */
  static final SmallFrame X86_LARGE =
      new SmallFrame(Isa.X86_64, "4881ecc8000000", "4881c4c8000000", "c3", 8, 200);

  /** {@code sub sp, sp, #48}. */
  static final SmallFrame A64 =
      new SmallFrame(Isa.AARCH64, "ffc300d1", "ffc30091", "c0035fd6", 0, 48);

  /** Where [sp + distance] is, seen from the CFA. */
  long cfaOffset(long distance) {
    return distance - frameSize - entryOffset;
  }

  /** An 8-byte spill at [sp + distance]. */
  FrameObject spill(long distance) {
    return new FrameObject(cfaOffset(distance), 8, 8, Kind.SPILL, false, List.of());
  }

  /** A variable at [sp + distance]. */
  FrameObject variable(long distance, long size, boolean scalar) {
    return new FrameObject(
        cfaOffset(distance), size, Math.min(size, 8), Kind.VARIABLE, scalar, List.of("v"));
  }

  /** Analyses the function with spills at these distances. */
  FunctionAnalysis analyse(LongStream spills, String... body) {
    return analyse(spills.mapToObj(this::spill).toList(), Map.of(), body);
  }

  /** Analyses the function. */
  FunctionAnalysis analyse(
      List<FrameObject> objects, Map<Integer, RegisterRule> saved, String... body) {
    return analyse(objects, saved, List.of(), body);
  }

  /** Analyses the function, which has call frame instructions that can be rewritten. */
  FunctionAnalysis analyse(
      List<FrameObject> objects,
      Map<Integer, RegisterRule> saved,
      List<SaveRule> saves,
      String... body) {
    byte[] code = code(body);
    return FunctionAnalysis.of(
        layout(objects, body), code, isa, rows(saved, body), saves, address -> false);
  }

  /** Analyses the function, of which the compiler recorded all uses. */
  FunctionAnalysis analyseRecorded(List<FrameObject> objects, String... body) {
    byte[] code = code(body);
    return FunctionAnalysis.of(
        new FunctionLayout("f", ADDRESS, code.length, false, true, objects),
        code,
        isa,
        rows(Map.of(), body),
        List.of(),
        address -> false);
  }

  FunctionLayout layout(List<FrameObject> objects, String... body) {
    return new FunctionLayout("f", ADDRESS, code(body).length, false, objects);
  }

  byte[] code(String... body) {
    return HexFormat.of().parseHex(prologue + String.join("", body) + epilogue + ret);
  }

  private List<FrameRow> rows(Map<Integer, RegisterRule> saved, String... body) {
    long start = ADDRESS + prologue.length() / 2;
    long end = start + (epilogue.length() + Arrays.stream(body).mapToInt(String::length).sum()) / 2;
    return List.of(
        row(ADDRESS, start, entryOffset, Map.of()),
        row(start, end, entryOffset + frameSize, saved),
        row(end, end + ret.length() / 2, entryOffset, Map.of()));
  }

  private FrameRow row(long start, long end, long offset, Map<Integer, RegisterRule> saved) {
    int stackPointer = isa.registers().stackPointer();
    return new FrameRow(start, end, new CfaRule.RegisterOffset(stackPointer, offset), saved);
  }
}
