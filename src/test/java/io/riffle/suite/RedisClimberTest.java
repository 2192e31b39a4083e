package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Step;
import io.riffle.isa.Isa;
import io.riffle.redis.client.OddReplyException;
import io.riffle.report.Verdict;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisClimberTest {
  @Test
  void dataWithAnotherDigestOnAnotherIsaAreFound() {
    References references = new References();
    Workload redis = Workloads.find(Workloads.REDIS, "S");

    assertThat(RedisClimber.compareWithOtherIsas(references, redis, Isa.X86_64, "a")).isEmpty();
    assertThat(RedisClimber.compareWithOtherIsas(references, redis, Isa.AARCH64, "a")).isEmpty();
    assertThat(RedisClimber.compareWithOtherIsas(references, redis, Isa.AARCH64, "b"))
        .containsExactly("the data: b, on x86-64 a");
  }

  @Test
  void aServerThatAnswersOddlyHasFailed() {
    assertThat(RedisClimber.broken(Step.RESTORE, new OddReplyException("odd"), "log"))
        .isEqualTo(new Verdict.Failed("restore", "reply", "the server: odd", "log"));
    assertThat(RedisClimber.broken(Step.RESTORE, new JedisConnectionException("gone"), "log"))
        .isEqualTo(new Verdict.Failed("restore", "connection", "the server: gone", "log"));
  }
}
