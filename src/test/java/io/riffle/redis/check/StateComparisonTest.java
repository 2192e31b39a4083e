package io.riffle.redis.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateComparisonTest {
  private static final long NOW = 1_000_000_000_000L;
  private static final KeyName TEXT = new KeyName(0, "\"text\"");
  private static final KeyName HASH = new KeyName(1, "\"hash\"");
  private static final KeyName DUE = new KeyName(1, "\"due\"");

  private final ServerState before = state(keys -> {}, facts -> {});

  @Test
  void equalStatesHaveNoDifferences() {
    assertThat(StateComparison.restored(NOW).compare(before, state(keys -> {}, facts -> {})))
        .isEmpty();
  }

  @Test
  void aChangedValueIsListedWithBothValues() {
    ServerState after =
        state(keys -> keys.put(TEXT, key("string", -1, "\"other\"", 900)), facts -> {});

    assertThat(StateComparison.restored(NOW).compare(before, after))
        .containsExactly(new Difference("db0 \"text\"", "value", "\"hello\"", "\"other\""));
  }

  @Test
  void aLostKeyAndANewOneAreListed() {
    ServerState after =
        state(
            keys -> {
              keys.remove(HASH);
              keys.put(new KeyName(0, "\"new\""), key("list", -1, "[]", 900));
            },
            facts -> {});

    assertThat(StateComparison.restored(NOW).compare(before, after))
        .containsExactly(
            new Difference("db0 \"new\"", "", "nothing", "list []"),
            new Difference("db1 \"hash\"", "", "hash {a=1}", "nothing"));
  }

  @Test
  void anotherTypeAndAnotherEncodingAreFound() {
    KeyState list = new KeyState("list", "quicklist", -1, "\"hello\"", Use.at(900, 900, 0), 1);
    ServerState after = state(keys -> keys.put(TEXT, list), facts -> {});
    List<Difference> differences =
        List.of(
            new Difference("db0 \"text\"", "type", "string", "list"),
            new Difference("db0 \"text\"", "encoding", "raw", "quicklist"));

    assertThat(StateComparison.restored(NOW).compare(before, after)).isEqualTo(differences);
    assertThat(StateComparison.loaded(NOW).compare(before, after)).isEqualTo(differences);
  }

  @Test
  void anExpiryThatIsAMillisecondOffIsFound() {
    ServerState after =
        state(keys -> keys.put(HASH, key("hash", NOW + 5001, "{a=1}", 900)), facts -> {});

    assertThat(StateComparison.restored(NOW).compare(before, after))
        .extracting(Difference::what)
        .containsExactly("expiry");
  }

  @Test
  void whatWasUsedInBetweenIsFound() {
    ServerState after =
        state(
            keys ->
                keys.put(
                    TEXT, new KeyState("string", "raw", -1, "\"hello\"", Use.at(910, 920, 0), 1)),
            facts -> {});

    assertThat(StateComparison.restored(NOW).compare(before, after))
        .containsExactly(new Difference("db0 \"text\"", "time of last use", "900", "910"));
  }

  @ParameterizedTest(name = "decay of {0} min, {1} s later: {2}")
  @CsvSource({
    "0, 500, 20, true",
    "0, 500, 19, false",
    "0, 500, 21, false",
    "1, 500, 20, true",
    "1, 500, 11, true",
    "1, 500, 9, false",
    "1, 500, 21, false",
    "5, 500, 18, true",
    "5, 500, 17, false",
  })
  void aCountOfUsesMayFallWithTimeOnly(long decay, long later, long counted, boolean right) {
    ServerState counting = counting(decay, Use.counted(5, 20, 900, 0));
    ServerState after = counting(decay, Use.counted(counted, counted + 1, 900 + later, 0));

    assertThat(StateComparison.restored(NOW).compare(counting, after))
        .isEqualTo(
            right
                ? List.of()
                : List.of(new Difference("db0 \"text\"", "frequency of use", "20", "" + counted)));
    assertThat(StateComparison.loaded(NOW).compare(counting, after)).isEmpty();
  }

  private static ServerState counting(long decay, Use use) {
    return state(
        keys -> keys.put(TEXT, new KeyState("string", "raw", -1, "\"hello\"", use, 1)),
        facts -> facts.put("config lfu-decay-time", "\"" + decay + "\""));
  }

  @Test
  void aReferenceThatIsNotCountedIsFound() {
    ServerState after =
        state(
            keys ->
                keys.put(
                    TEXT, new KeyState("string", "raw", -1, "\"hello\"", Use.at(900, 900, 0), 2)),
            facts -> {});

    assertThat(StateComparison.restored(NOW).compare(before, after))
        .containsExactly(new Difference("db0 \"text\"", "references", "1", "2"));
    assertThat(StateComparison.loaded(NOW).compare(before, after)).isEmpty();
  }

  @Test
  void keysThatAreDueMustBeGoneAndNoOthers() {
    StateComparison later = StateComparison.restored(NOW + 2000);
    ServerState gone = state(keys -> keys.remove(DUE), facts -> facts.put("dbsize 1", "1"));

    assertThat(later.compare(before, gone)).isEmpty();
    assertThat(later.compare(before, state(keys -> {}, facts -> {})))
        .containsExactly(
            new Difference("db1 \"due\"", "expiry", "due at " + (NOW + 1000), "still there"));
    assertThat(StateComparison.restored(NOW).compare(before, gone))
        .extracting(Difference::where)
        .containsExactly("db1 \"due\"", "dbsize 1");
  }

  @Test
  void factsOfTheProcessMatterOnlyToTheSameProcess() {
    ServerState after = state(keys -> {}, facts -> facts.put("info run_id", "other"));

    assertThat(StateComparison.restored(NOW).compare(before, after))
        .containsExactly(new Difference("info run_id", "", "one", "other"));
    assertThat(StateComparison.loaded(NOW).compare(before, after)).isEmpty();
  }

  @Test
  void countersThatFallAreFound() {
    SortedMap<String, Long> fewer = new TreeMap<>(before.counters());
    fewer.put("expired_keys", 2L);
    ServerState after = new ServerState(before.keys(), before.facts(), fewer);

    assertThat(StateComparison.restored(NOW).compare(before, after))
        .containsExactly(new Difference("info expired_keys", "", "3", "2"));
  }

  @ParameterizedTest(name = "saved at {0}, {1} changes: {2}")
  @CsvSource({"100, 5, true", "100, 9, true", "100, 4, false", "120, 0, true", "99, 5, false"})
  void unsavedChangesAreForgottenByASaveOnly(long saved, long changes, boolean right) {
    ServerState old = unsaved(100, 5);
    ServerState now = unsaved(saved, changes);

    assertThat(StateComparison.restored(NOW).compare(old, now)).hasSize(right ? 0 : 1);
  }

  private ServerState unsaved(long saved, long changes) {
    return new ServerState(
        before.keys(),
        before.facts(),
        new TreeMap<>(Map.of(StateComparison.LAST_SAVE, saved, StateComparison.UNSAVED, changes)));
  }

  private static ServerState state(
      Consumer<SortedMap<KeyName, KeyState>> keyChange,
      Consumer<SortedMap<String, String>> factChange) {
    SortedMap<KeyName, KeyState> keys = new TreeMap<>();
    keys.put(TEXT, key("string", -1, "\"hello\"", 900));
    keys.put(HASH, key("hash", NOW + 5000, "{a=1}", 900));
    keys.put(DUE, key("set", NOW + 1000, "{b}", 900));
    keyChange.accept(keys);
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("info run_id", "one");
    facts.put("dbsize 1", "2");
    factChange.accept(facts);
    SortedMap<String, Long> counters = new TreeMap<>();
    counters.put("expired_keys", 3L);
    return new ServerState(keys, facts, counters);
  }

  private static KeyState key(String type, long expiry, String value, long used) {
    return new KeyState(type, "raw", expiry, value, Use.at(used, 900, 0), 1);
  }
}
