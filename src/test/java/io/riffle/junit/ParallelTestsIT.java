package io.riffle.junit;

import static io.riffle.assertions.RiffleAssertions.assertThat;

import io.riffle.guest.Guest;
import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with guests under JUnit's parallel execution. */
class ParallelTestsIT {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final Duration SMALL = Duration.ofSeconds(2);
  private static final Map<String, String> AT_ONCE =
      Map.of(
          "junit.jupiter.execution.parallel.enabled", "true",
          "junit.jupiter.execution.parallel.mode.default", "concurrent",
          "junit.jupiter.execution.parallel.config.strategy", "fixed",
          "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");

  /** More tests at once than there are cores, some of them with two guests. */
  static class Crowd {
    private static final AtomicInteger INSIDE = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();
    private static final CountDownLatch TWO_MET = new CountDownLatch(Math.min(2, CORES));

    @InjectGuest(isa = Isa.AARCH64)
    static Guest ofClass;

    @Test
    void first(@InjectGuest(isa = Isa.AARCH64) Guest guest) throws Exception {
      work(guest);
    }

    @Test
    void second(@InjectGuest(isa = Isa.AARCH64) Guest guest) throws Exception {
      work(guest);
    }

    @Test
    void third(
        @InjectGuest(isa = Isa.AARCH64) Guest guest, @InjectGuest(isa = Isa.X86_64) Guest two)
        throws Exception {
      work(guest, two);
    }

    @Test
    void fourth(
        @InjectGuest(isa = Isa.X86_64) Guest guest, @InjectGuest(isa = Isa.AARCH64) Guest two)
        throws Exception {
      work(guest, two);
    }

    private static void work(Guest... own) throws Exception {
      MOST.accumulateAndGet(INSIDE.incrementAndGet(), Math::max);
      TWO_MET.countDown();
      assertThat(TWO_MET.await(3, TimeUnit.MINUTES)).as("a second test came in").isTrue();
      for (Guest guest : own) {
        assertThat(guest).isNotSameAs(ofClass).hasNoFile("/root/mark");
        guest.run("touch /root/mark", SMALL).orThrow();
      }
      ofClass.run("echo x >>/root/all", SMALL).orThrow();
      INSIDE.decrementAndGet();
    }
  }

  @Test
  void eachHasItsOwnGuestsAndACoreToItself() {
    TestsRun run = TestsRun.of(AT_ONCE, Crowd.class);

    assertThat(run.tests).hasSize(4);
    run.results.forEach((name, result) -> assertThat(result.getThrowable()).as(name).isEmpty());
    assertThat(Crowd.MOST.get()).isBetween(Math.min(2, CORES), CORES);
  }

  /** The guest of the class and guests of the tests' own, made before and with the tests. */
  static class OneCore {
    @InjectGuest(isa = Isa.AARCH64)
    static Guest ofClass;

    private final Guest own;

    OneCore(@InjectGuest(isa = Isa.AARCH64) Guest own) {
      this.own = own;
    }

    @Test
    void first() {
      work();
    }

    @Test
    void second() {
      work();
    }

    @Test
    void third(@InjectGuest(isa = Isa.X86_64) Guest two) {
      assertThat(two).answers();
      work();
    }

    private void work() {
      assertThat(own).isNotSameAs(ofClass).answers();
      assertThat(ofClass).answers();
    }
  }

  @Test
  void noneWaitsForEverWhereThereAreMoreThreadsThanCores(@TempDir Path folder) throws Exception {
    String options = "-XX:ActiveProcessorCount=1";
    for (Map.Entry<String, String> parameter : AT_ONCE.entrySet()) {
      options += " -D" + parameter.getKey() + "=" + parameter.getValue();
    }

    InOtherJvm.Ended ended =
        InOtherJvm.run(
            Map.of("JAVA_TOOL_OPTIONS", options),
            folder.resolve("jvm.log"),
            Duration.ofMinutes(2),
            OneCore.class);

    assertThat(ended.status()).as(ended.output()).isZero();
  }
}
