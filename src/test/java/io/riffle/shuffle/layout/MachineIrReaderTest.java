package io.riffle.shuffle.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameRecord.Place;
import io.riffle.shuffle.layout.FrameUse.Form;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineIrReaderTest {
  private static final String X86 =
      """
      t.c:7:1: warning: of no concern here
      # *** IR Dump Before Prologue/Epilogue Insertion & Frame Finalization (prologepilog) ***:
      # Machine code for function f: NoPHIs, TracksLiveness
      Frame Objects:
        fi#-1: size=8, align=16, fixed, at location [SP+8]
        fi#0: size=32, align=16, at location [SP+8]
        fi#1: size=8, align=8, at location [SP+8]
      Function Live Ins: $edi

      bb.0 (%ir-block.1):
        DBG_VALUE %stack.0, 0, !"a", !DIExpression(), debug-location !162; t.c:0
        INLINEASM &"" [sideeffect] [mayload], $0:[clobber], implicit-def early-clobber $eflags
        MOV64mr %stack.1, 1, $noreg, 0, $noreg, $rsi :: (store (s64) into %stack.1 + 8)
        renamable $rdi = LEA64r %stack.0.list, 1, $noreg, 16, $noreg, debug-location !164; t.c:3
        renamable $rax = ADD64rm killed renamable $rax(tied-def 0), %stack.0, 8, renamable $rcx, -24, $noreg, implicit-def $eflags :: (load (s64) from %ir.7)
        $rdx = LEA64r %stack.0, 1, killed renamable $rcx, 4, $noreg
        $rdx = LEA64r %fixed-stack.0, 1, $noreg, 0, $noreg
        OTHER

      # End machine code for function f.

      # *** IR Dump After Prologue/Epilogue Insertion & Frame Finalization (prologepilog) ***:
      # Machine code for function f: NoPHIs, TracksLiveness
      Frame Objects:
        fi#-1: size=8, align=16, fixed, at location [SP+8]
        fi#0: size=32, align=16, at location [SP-40]
        fi#1: size=8, align=8, at location [SP-48]

      # End machine code for function f.
      """;

  private static final String A64 =
      """
      # *** IR Dump Before Local Stack Slot Allocation (localstackalloc) ***:
      # Machine code for function f: IsSSA, TracksLiveness
        %3:gpr64sp = ADDXri %stack.0, 16, 0
        STRXui %2:gpr64, %stack.0, 2 :: (store (s64) into %ir.a)
      # End machine code for function f.
      # *** IR Dump After Local Stack Slot Allocation (localstackalloc) ***:
      # Machine code for function f: IsSSA, TracksLiveness
        %3:gpr64sp = ADDXri %stack.0, 16, 0
        STRXui %2:gpr64, %stack.0, 2 :: (store (s64) into %ir.a)
      # End machine code for function f.
      # *** IR Dump Before Prologue/Epilogue Insertion & Frame Finalization (prologepilog) ***:
      # Machine code for function f: NoPHIs, TracksLiveness
      Frame Objects:
        fi#0: size=32, align=16, at location [SP]
        renamable $x8 = ADDXri %stack.0, 16, 0
        STRXui killed renamable $x2, %stack.0, 2 :: (store (s64) into %ir.a)
      # End machine code for function f.
      # *** IR Dump After Prologue/Epilogue Insertion & Frame Finalization (prologepilog) ***:
      # Machine code for function f: NoPHIs, TracksLiveness
      Frame Objects:
        fi#0: size=32, align=16, at location [SP-32]
        $sp = frame-setup SUBXri $sp, 32, 0
        renamable $x8 = ADDXri $sp, 16, 0
        STRXui killed renamable $x2, $sp, 2 :: (store (s64) into %ir.a)
      # End machine code for function f.
      """;

  private static Map<String, FrameRecord> read(Isa isa, String text) throws IOException {
    return MachineIrReader.read(new BufferedReader(new StringReader(text)), isa);
  }

  private static Map<String, FrameRecord> x86(String instruction) throws IOException {
    return read(Isa.X86_64, X86.replace("OTHER", instruction));
  }

  @Test
  void recordsAddressesAndIndexedAccessesOfEachObject() throws IOException {
    assertThat(x86("RET64").get("f").uses())
        .containsOnly(
            Map.entry(
                new Place(-40, 32),
                Set.of(
                    new FrameUse(Form.ADDRESS, 16),
                    new FrameUse(Form.INDEXED, -24),
                    new FrameUse(Form.INDEXED_ADDRESS, 4))),
            Map.entry(new Place(-48, 8), Set.of()),
            Map.entry(new Place(8, 8), Set.of(new FrameUse(Form.ADDRESS, 0))));
  }

  @Test
  void scalesDisplacementsOfAarch64() throws IOException {
    assertThat(read(Isa.AARCH64, A64).get("f").uses())
        .containsOnly(Map.entry(new Place(-32, 32), Set.of(new FrameUse(Form.ADDRESS, 16))));
  }

  @Test
  void hasNoRecordOfWhatItDoesNotUnderstand() throws IOException {
    for (String instruction :
        new String[] {
          "INLINEASM &\"lea 8($0), %rax\" [sideeffect], $0:[mem:m], %stack.0, 1, $noreg, 0, $noreg",
          "INLINEASM &\"mov %rsp, %rax\" [sideeffect]",
          "STACKMAP 1, 0, 0, %stack.0, 0",
          "MOV64mr %stack.0, 1, $noreg, @global, $noreg, $rax",
          // Beyond its bounds.
          "MOV64mr %stack.1, 1, $noreg, 8, $noreg, $rax",
          "MOV64mr %stack.1, 1, $noreg, -8, $noreg, $rax",
          "MOV64mr %stack.7, 1, $noreg, 0, $noreg, $rax",
        }) {
      assertThat(x86(instruction)).as(instruction).isEmpty();
    }
    assertThat(x86("RET64")).hasSize(1);
    assertThat(read(Isa.X86_64, X86 + X86)).as("two of a name").isEmpty();
    assertThat(read(Isa.X86_64, X86.replace("fi#1: size=8, align=8", "fi#1: variable sized")))
        .isEmpty();
    assertThat(read(Isa.X86_64, X86.substring(0, X86.length() / 2))).as("cut off").isEmpty();
  }

  @Test
  void hasNoRecordWhereObjectsMayShareABaseRegister() throws IOException {
    String allocated =
        "STRXui %2:gpr64, %stack.0, 2 :: (store (s64) into %ir.a)\n"
            + "# End machine code for function f.\n# *** IR Dump Before Pro";
    assertThat(A64).contains(allocated);
    assertThat(
            read(
                Isa.AARCH64,
                A64.replace(allocated, allocated.replace("%stack.0, 2", "%3:gpr64sp, 0"))))
        .as("the local allocation has replaced a use")
        .isEmpty();
    assertThat(
            read(
                Isa.AARCH64,
                A64.replace(
                    "STRXui killed renamable $x2, $sp, 2",
                    "$x9 = ADDXri $sp, 8, 0\n  STRXui killed renamable $x2, $x9, 1")))
        .as("a base was computed for a far access")
        .isEmpty();
    assertThat(read(Isa.AARCH64, A64.replace("ADDXri $sp, 16, 0", "ADDXri $sp, 1, 12")))
        .as("half an address")
        .isEmpty();
    assertThat(read(Isa.AARCH64, A64.substring(A64.indexOf("# *** IR Dump Before Pro"))))
        .as("the local allocation was not printed")
        .isEmpty();
  }
}
