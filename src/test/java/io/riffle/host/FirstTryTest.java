package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FirstTryTest {
  @Test
  void whatWasMadeIsGivenToAll() {
    AtomicInteger made = new AtomicInteger();
    FirstTry<Integer> first = FirstTry.of(made::incrementAndGet);

    assertThat(first.get()).isEqualTo(first.get()).isEqualTo(1);
  }

  @Test
  void firstFailureIsToldEachTime() {
    AtomicInteger tries = new AtomicInteger();
    FirstTry<String> first =
        FirstTry.of(
            () -> {
              throw new HostException("try " + tries.incrementAndGet() + ": no engine answers");
            });

    for (int asked = 0; asked < 2; asked++) {
      assertThatThrownBy(first::get)
          .isInstanceOf(HostException.class)
          .hasMessage("no container: try 1: no engine answers");
    }
  }

  @Test
  void missingLibraryIsTheOnlyThingThatAsksForADependency() {
    FirstTry<String> first =
        FirstTry.of(
            () -> {
              throw new NoClassDefFoundError("com/github/dockerjava/api/DockerClient");
            });

    assertThatThrownBy(first::get)
        .isInstanceOf(HostException.class)
        .hasMessageContaining("org.testcontainers:testcontainers")
        .hasMessageContaining("DockerClient");
  }
}
