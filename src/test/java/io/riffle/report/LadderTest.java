package io.riffle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LadderTest {
  private static final Verdict FAILED = new Verdict.Failed("complete", "output", "wrong", "");

  @ParameterizedTest
  @CsvSource({
    "NATIVE, fails undisturbed",
    "DUMP_RESTORE, dump and restore break it",
    "IDENTITY, the rewriter breaks the image",
    "SHUFFLE, only moving frame objects breaks it",
    "SHUFFLE_X3, One shuffle is sound",
    "MIGRATE, only rewriting the image for another breaks it"
  })
  void blamesWhatTheLowestBrokenRungAdds(Rung lowest, String words) {
    List<Cell> cells = ladder(lowest);
    Cell broken = cells.get(lowest.ordinal());

    assertThat(Ladder.around(broken, cells).conclusion(broken)).contains(words);
    assertThat(Ladder.around(broken, cells).brokenBelow(broken)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SHUFFLE_X3", "MIGRATE"},
      mode = EnumSource.Mode.EXCLUDE)
  void sendsTheReaderDownToTheLowestBrokenRung(Rung lowest) {
    List<Cell> cells = ladder(lowest);
    Cell top = cells.get(4);

    assertThat(Ladder.around(top, cells).conclusion(top))
        .startsWith("The rung " + lowest.label() + " breaks already");
    assertThat(Ladder.around(top, cells).brokenBelow(top)).contains(cells.get(lowest.ordinal()));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SHUFFLE_X3", "MIGRATE"},
      mode = EnumSource.Mode.EXCLUDE)
  void claimsNothingWhenARungIsMissing(Rung missing) {
    List<Cell> cells = new ArrayList<>(ladder(Rung.SHUFFLE_X3));
    Cell top = cells.get(4);
    cells.remove(missing.ordinal());

    assertThat(Ladder.around(top, cells).conclusion(top)).isEmpty();
  }

  @Test
  void doesNotBlameAShuffleForAMigration() {
    List<Cell> cells = ladder(Rung.IDENTITY);
    Cell migrated = cells.get(Rung.MIGRATE.ordinal());

    assertThat(Ladder.around(migrated, cells).brokenBelow(migrated)).isEmpty();
    assertThat(Ladder.around(migrated, cells).conclusion(migrated)).startsWith("Dump and restore");
  }

  /** All rungs of one program, from {@code lowest} on failed; and another program that is sound. */
  private static List<Cell> ladder(Rung lowest) {
    List<Cell> cells = new ArrayList<>();
    for (Rung rung : Rung.values()) {
      Cell cell = SampleReports.passed("ep", "aarch64", rung, OptionalLong.empty());
      cells.add(rung.compareTo(lowest) < 0 ? cell : SampleReports.ended(cell, FAILED, 5));
    }
    cells.add(SampleReports.passed("ep", "x86-64", Rung.NATIVE, OptionalLong.empty()));
    return cells;
  }
}
