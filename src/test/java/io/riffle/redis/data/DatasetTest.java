package io.riffle.redis.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final long NOW = 1_700_000_000_000L;

  @Test
  void theSeedAloneChoosesTheKeys() {
    assertThat(text(new Dataset(1, 200))).isEqualTo(text(new Dataset(1, 200)));
    assertThat(text(new Dataset(1, 200))).isNotEqualTo(text(new Dataset(2, 200)));
  }

  @Test
  void aThousandKeysHaveEveryKindEveryDatabaseAndExpiries() {
    List<KeyData> keys = keys(new Dataset(3, 1_000));

    assertThat(keys).extracting(KeyData::kind).contains(Kind.values());
    assertThat(keys).extracting(KeyData::database).isSubsetOf(Dataset.DATABASES);
    assertThat(keys).extracting(KeyData::database).containsAll(Dataset.DATABASES);
    assertThat(keys).extracting(KeyData::name).doesNotHaveDuplicates();
    assertThat(keys)
        .extracting(KeyData::name)
        .contains("\"\"", "\"\\x00\\x0d\\x0a \\x22\\xff\\x80binary-name:41\"");
    assertThat(keys)
        .filteredOn(key -> key.commands().toString().contains("PEXPIREAT"))
        .hasSize(200);
  }

  private static List<String> text(Dataset data) {
    return keys(data).stream().map(KeyData::commands).map(Object::toString).toList();
  }

  private static List<KeyData> keys(Dataset data) {
    return IntStream.range(0, data.keys()).mapToObj(index -> data.key(index, NOW)).toList();
  }
}
