package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.Home;
import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several threads that use one guest by turns, as the tests of a class do; one core. */
@Timeout(60)
class TurnTest {
  @TempDir private Path folder;
  private final ExecutorService first = Executors.newSingleThreadExecutor();
  private final ExecutorService second = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    first.shutdownNow();
    second.shutdownNow();
  }

  @Test
  void whoWaitsGetsTheCoreWhenTheOtherIsDone() throws Exception {
    GuestPool pool = pool();
    Lease ofClass = new Lease(pool, GuestSpec.of(Isa.AARCH64));
    ofClass.takeCore();
    ofClass.rest();
    Turn one = on(first, pool).get(10, TimeUnit.SECONDS);
    CompletableFuture<Turn> two = on(second, pool);

    assertThatThrownBy(() -> two.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    one.close();

    two.get(10, TimeUnit.SECONDS).close();
    assertThat(on(first, pool).get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void whoIsDoneHasNoCoreLeftThatAnotherWorksOn() throws Exception {
    GuestPool pool = pool();
    on(first, pool).get(10, TimeUnit.SECONDS).close();
    Turn two = on(second, pool).get(10, TimeUnit.SECONDS);

    CompletableFuture<Turn> again = on(first, pool);
    assertThatThrownBy(() -> again.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    two.close();
    assertThat(again.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  private GuestPool pool() {
    return GuestPool.of(GuestStarter.in(new Home(folder)), folder, 1);
  }

  private static CompletableFuture<Turn> on(ExecutorService thread, GuestPool pool) {
    return CompletableFuture.supplyAsync(pool::turn, thread);
  }
}
