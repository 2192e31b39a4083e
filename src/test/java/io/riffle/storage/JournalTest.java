package io.riffle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.storage.Journal.Recovery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final String OUTSIDE = "(outside)";
  private static final String BEFORE = "abcdefghijklmnop";

  private final byte[] outside = bytes(BEFORE);
  private final InMemoryDirectory directory =
      new InMemoryDirectory().with("guard", bytes("on guard")).with("pages", bytes(BEFORE));
  private final List<Overwrite> changes =
      List.of(change("pages", 2, "XYZ"), change(OUTSIDE, 0, "12"), change("pages", 12, "UVW"));

  @Test
  void changesAllAndLeavesNothingBehind() throws IOException {
    journal(directory).commit("guard", changes);

    assertThat(text(directory.content("pages"))).isEqualTo("abXYZfghijklUVWp");
    assertThat(text(outside)).isEqualTo("12cdefghijklmnop");
    assertThat(directory.files()).containsExactly("guard", "pages");
    assertThat(journal(directory).recover()).isEmpty();
  }

  @Test
  void isAllOrNothingWhereverItDies() throws IOException {
    Set<Recovery> seen = EnumSet.noneOf(Recovery.class);
    int steps = 0;
    for (boolean died = true; died; steps++) {
      JournalTest fresh = new JournalTest();
      FailingDirectory failing = new FailingDirectory(fresh.directory, steps);
      Journal journal =
          new Journal(
              failing, Map.of(OUTSIDE, failing.dying(new InMemoryStore("outside", fresh.outside))));
      try {
        journal.commit("guard", changes);
        died = false;
      } catch (IOException death) {
        assertThat(death).hasMessage("the machine has died");
        boolean whole = fresh.isAll("before") || fresh.isAll("after");
        assertThat(whole || !fresh.directory.files().contains("guard"))
            .as("half changed and guarded by nothing after %d steps", steps)
            .isTrue();
        fresh.recoverDyingTooAndAgain().ifPresent(seen::add);
      }
      assertThat(fresh.isAll("before") || fresh.isAll("after")).as("after %d", steps).isTrue();
      assertThat(fresh.directory.files()).containsExactly("guard", "pages");
    }
    assertThat(steps).isGreaterThan(8);
    assertThat(seen).containsExactlyInAnyOrder(Recovery.values());
  }

  /** A recovery that dies at each of its own steps, then one that does not. */
  private Optional<Recovery> recoverDyingTooAndAgain() throws IOException {
    for (int steps = 0; steps < 3; steps++) {
      FailingDirectory failing = new FailingDirectory(directory, steps);
      try {
        Optional<Recovery> done =
            new Journal(
                    failing, Map.of(OUTSIDE, failing.dying(new InMemoryStore("outside", outside))))
                .recover();
        return done;
      } catch (IOException death) {
        assertThat(death).hasMessage("the machine has died");
      }
    }
    return journal(directory).recover();
  }

  private boolean isAll(String state) {
    boolean after = state.equals("after");
    return text(directory.content("pages")).equals(after ? "abXYZfghijklUVWp" : BEFORE)
        && text(outside).equals(after ? "12cdefghijklmnop" : BEFORE);
  }

  @Test
  void refusesFilesThatAreNotThoseOfTheJournal() throws IOException {
    interrupt();
    outside[1] = '?';

    assertThatThrownBy(() -> journal(directory).recover())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("outside is not what the journal memory/riffle-journal was written")
        .hasMessageContaining("give the file whose change was interrupted");
    assertThat(directory.files()).contains(Journal.FILE);
  }

  @Test
  void refusesACopyOfAFileThatItHalfChanged() throws IOException {
    interrupt();
    byte[] halfChanged = outside.clone();
    Journal copy =
        new Journal(directory, Map.of(OUTSIDE, new InMemoryStore("copy", bytes(BEFORE))));

    assertThatThrownBy(copy::recover)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is of an interrupted change of outside, and copy was given");
    assertThat(directory.files()).contains(Journal.FILE);
    assertThat(outside).isEqualTo(halfChanged);
    assertThat(journal(directory).recover()).contains(Recovery.ROLLED_BACK);
    assertThat(isAll("before")).isTrue();
  }

  @Test
  void refusesASecondChangeBeforeTheFirstIsRecovered() throws IOException {
    interrupt();

    assertThatThrownBy(() -> journal(directory).commit("guard", changes))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("recover it first");
  }

  @Test
  void refusesNamesThatLeadOutOfTheDirectory() throws IOException {
    directory.with(
        Journal.FILE,
        new JournalContent("guard", Map.of(), List.of(change("../secret", 0, "x"))).encode());

    assertThatThrownBy(() -> journal(directory).recover())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("'../secret' outside of it");
  }

  @Test
  void meetsDamageWithTypedErrorsOnly() throws IOException {
    byte[] whole = new JournalContent("guard", Map.of("o", "/o"), changes).encode();
    Random random = new Random(5);
    for (int round = 0; round < 5_000; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length - 4)] ^= (byte) (1 + random.nextInt(255));
      if (random.nextInt(4) == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      } else if (random.nextBoolean()) {
        // With a right checksum the damage gets as far as it can.
        damaged = JournalContentTest.withChecksum(damaged);
      }
      try {
        JournalContent.decode("journal", damaged);
      } catch (JournalException typed) {
        assertThat(typed).hasMessageStartingWith("journal ");
      }
    }
  }

  private void interrupt() {
    FailingDirectory failing = new FailingDirectory(directory, 4);
    assertThatThrownBy(
            () ->
                new Journal(
                        failing,
                        Map.of(OUTSIDE, failing.dying(new InMemoryStore("outside", outside))))
                    .commit("guard", changes))
        .hasMessage("the machine has died");
  }

  private Journal journal(Directory in) {
    return new Journal(in, Map.of(OUTSIDE, new InMemoryStore("outside", outside)));
  }

  private static Overwrite change(String file, int offset, String after) {
    int end = Math.min(BEFORE.length(), offset + after.length());
    return new Overwrite(file, offset, bytes(BEFORE.substring(offset, end)), bytes(after));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
