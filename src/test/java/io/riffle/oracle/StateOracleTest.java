package io.riffle.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.ProcessState;
import io.riffle.oracle.Judgement.Objection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StateOracleTest {
  private static final Map<String, String> FACTS =
      Map.of("file.1.pos", "12", "directory.cwd", "/root", "threads", "7 8");

  @Test
  void agreesWithTheSameState() {
    assertThat(StateOracle.judge(state(5, FACTS), state(3, FACTS)))
        .isEqualTo(new Judgement.Agreed());
  }

  @Test
  void namesWhatChangedWithBothValues() {
    Map<String, String> other = new TreeMap<>(FACTS);
    other.put("file.1.pos", "0");
    other.remove("threads");
    other.put("handler.10", "0x400000 flags 0x0 mask 0x0");

    Objection objection = (Objection) StateOracle.judge(state(5, FACTS), state(5, other));

    assertThat(objection.check()).isEqualTo("files");
    assertThat(objection.message()).endsWith(": files, signals, threads");
    assertThat(objection.detail())
        .contains("file.1.pos\n- 12\n+ 0", "threads\n- 7 8\n+ (not there)")
        .contains("handler.10\n- (not there)\n+ 0x400000");
  }

  @Test
  void cpuTimeMayStandStillButNotRunBackwards() {
    assertThat(StateOracle.judgeTime(state(5, FACTS), state(5, FACTS)))
        .isEqualTo(new Judgement.Agreed());
    assertThat(StateOracle.judgeTime(state(5, FACTS), state(4, FACTS)))
        .isInstanceOfSatisfying(
            Objection.class, objection -> assertThat(objection.check()).isEqualTo("CPU time"));
  }

  @Test
  void howManyMapsOneStretchOfMemoryHasIsNoDifference() {
    Map<String, String> split =
        Map.of(
            "map.1000-3000",
            "rw-p 00000000 [heap]",
            "map.3000-4000",
            "rw-p 00000000 [heap]",
            "map.9000-a000",
            "rw-p 00000000 ");
    Map<String, String> joined =
        Map.of("map.1000-4000", "rw-p 00000000 [heap]", "map.9000-a000", "rw-p 00000000 ");

    assertThat(StateOracle.judge(state(5, split), state(5, joined)))
        .isEqualTo(new Judgement.Agreed());
  }

  @Test
  void mapsOfFilesAndOfOtherKindsStayApart() {
    Map<String, String> before =
        Map.of("map.1000-2000", "rw-p 00000000 [heap]", "map.2000-3000", "r--p 00000000 [heap]");

    for (Map<String, String> after :
        List.of(
            Map.of("map.1000-3000", "rw-p 00000000 [heap]"),
            Map.of("map.1000-2000", "rw-p 00000000 [heap]"),
            Map.of(
                "map.1000-2000",
                "rw-p 00000000 [heap]",
                "map.2000-4000",
                "r--p 00000000 [heap]"))) {
      assertThat(StateOracle.judge(state(5, before), state(5, after)))
          .isInstanceOfSatisfying(
              Objection.class, objection -> assertThat(objection.check()).isEqualTo("memory maps"));
    }
  }

  private static ProcessState state(long cpu, Map<String, String> facts) {
    return new ProcessState(7, cpu, new TreeMap<>(facts));
  }
}
