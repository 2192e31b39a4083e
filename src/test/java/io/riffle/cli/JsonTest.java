package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.riffle.bench.ShuffleTimes;
import io.riffle.bench.Spread;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void tellsABenchmarkAsProgramsReadIt() throws IOException {
    Spread spread = Spread.of(1, 2, 4);
    ShuffleTimes times =
        new ShuffleTimes(
            "bt",
            Isa.AARCH64,
            7,
            8,
            9,
            Map.of("read", spread),
            spread,
            spread,
            new ShuffleTimes.Remote(spread, 10, 11, 12),
            Optional.empty());

    JsonNode told = new ObjectMapper().readTree(Json.of(List.of(times)));

    assertThat(told.isArray()).isTrue();
    assertThat(told.at("/0/isa").asText()).isEqualTo("aarch64");
    assertThat(told.at("/0/warmMillis/read/median").asDouble()).isEqualTo(2);
    assertThat(told.at("/0/remote/bytesRead").asLong()).isEqualTo(10);
    assertThat(told.at("/0/coldSeconds").isNull()).isTrue();
  }
}
