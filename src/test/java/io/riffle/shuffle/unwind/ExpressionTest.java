package io.riffle.shuffle.unwind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.criu.Memory;
import io.riffle.criu.MissingPageException;
import io.riffle.criu.PageRange;
import io.riffle.storage.InMemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpressionTest {
  private final byte[] page = new byte[4096];
  private final Memory memory =
      new Memory(
          new InMemoryStore("pages", page),
          List.of(new PageRange(0x1000, 0x2000, PageRange.Content.DUMPED, 0)));

  private long evaluate(int... code) throws IOException {
    return Expression.evaluate(bytes(code), Map.of(7, 0x1000L, 16, 0x40101bL), memory, 5);
  }

  @Test
  void computesTheCfaOfALinkageTableStub() throws IOException {
    // rsp + 8 + ((rip & 15) >= 11) * 8
    assertThat(evaluate(0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3b, 0x2a, 0x33, 0x24, 0x22))
        .isEqualTo(0x1010);
    assertThat(evaluate(0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3c, 0x2a, 0x33, 0x24, 0x22))
        .isEqualTo(0x1008);
  }

  @Test
  void readsMemory() throws IOException {
    page[0xa0] = 0x34;
    page[0xa1] = (byte) 0x92;

    assertThat(evaluate(0x77, 0xa0, 0x01, 0x06)).isEqualTo(0x9234);
    assertThat(evaluate(0x77, 0xa0, 0x01, 0x94, 1)).isEqualTo(0x34);
    assertThatThrownBy(() -> evaluate(0x77, 0x7f, 0x06)).isInstanceOf(MissingPageException.class);
  }

  @Test
  void computesOnItsStack() throws IOException {
    assertThat(evaluate(0x33, 0x1c)).isEqualTo(2); // minus
    assertThat(evaluate(0x33, 0x16, 0x1c)).isEqualTo(-2); // swap, minus
    assertThat(evaluate(0x12, 0x1e)).isEqualTo(25); // dup, mul
    assertThat(evaluate(0x31, 0x32, 0x17, 0x1c, 0x1c)).isEqualTo(2 - (5 - 1)); // rot
    assertThat(evaluate(0x31, 0x14)).isEqualTo(5); // over
    assertThat(evaluate(0x31, 0x32, 0x15, 2)).isEqualTo(5); // pick
    assertThat(evaluate(0x1f, 0x19, 0x20)).isEqualTo(~5L); // neg, abs, not
    assertThat(evaluate(0x23, 0x80, 0x01)).isEqualTo(133); // plus_uconst
    assertThat(evaluate(0x09, 0xff)).isEqualTo(-1);
    assertThat(evaluate(0x0a, 0xff, 0xff)).isEqualTo(0xffff);
    assertThat(evaluate(0x11, 0x7e)).isEqualTo(-2);
    assertThat(evaluate(0x08, 64, 0x24)).isZero(); // shl by 64
    assertThat(evaluate(0x1f, 0x08, 64, 0x26)).isEqualTo(-1); // shra by 64
    assertThat(evaluate(0x28, 1, 0, 0x30, 0x31)).isEqualTo(1); // bra over lit0
  }

  @Test
  void refusesWhatCannotBeEvaluated() {
    assertThatThrownBy(() -> evaluate(0x13, 0x13)).hasMessageContaining("more from its stack");
    assertThatThrownBy(() -> evaluate(0x0e, 1)).hasMessageContaining("cut off");
    assertThatThrownBy(() -> evaluate(0x2f, 0xfd, 0xff)).hasMessageContaining("steps");
    assertThatThrownBy(() -> evaluate(0x2f, 9, 0)).hasMessageContaining("jumps out");
    assertThatThrownBy(() -> evaluate(0x12, 0x2f, 0xfc, 0xff)).hasMessageContaining("stack of");
    assertThatThrownBy(() -> evaluate(0x30, 0x1b)).hasMessageContaining("zero");
    assertThatThrownBy(() -> evaluate(0x70, 0)).hasMessageContaining("register 0 is not known");
    assertThatThrownBy(() -> evaluate(0x9c)).hasMessageContaining("unknown operation 0x9c");
  }

  @Test
  void meetsRandomCodeWithTypedErrorsOnly() {
    Random random = new Random(1);
    int evaluated = 0;
    for (int round = 0; round < 20_000; round++) {
      int[] code = random.ints(1 + random.nextInt(12), 0, 256).toArray();
      try {
        evaluate(code);
        evaluated++;
      } catch (RuleException | MissingPageException typed) {
        assertThat(typed.getMessage()).isNotBlank();
      } catch (IOException other) {
        throw new AssertionError(other);
      }
    }
    assertThat(evaluated).isPositive();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
