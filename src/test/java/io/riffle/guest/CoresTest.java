package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoresTest {
  private final Cores cores = new Cores(1);

  @Test
  void secondThreadWaitsForTheFirst() throws Exception {
    Cores.Share mine = cores.take();
    CompletableFuture<Cores.Share> other = onThread("other", new ArrayList<>());

    assertThatThrownBy(() -> other.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    mine.close();

    other.get(10, TimeUnit.SECONDS).close();
  }

  @Test
  void threadThatHasACoreNeedsNoOther() throws Exception {
    Cores.Share first = cores.take();
    Cores.Share second = cores.take();
    CompletableFuture<Cores.Share> other = onThread("other", new ArrayList<>());

    first.close();
    first.close();

    assertThatThrownBy(() -> other.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    second.close();
    assertThat(other.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void shareMayBeGivenBackByAnotherThread() throws Exception {
    Cores.Share mine = cores.take();

    CompletableFuture.runAsync(mine::close).get(10, TimeUnit.SECONDS);

    assertThat(onThread("other", new ArrayList<>()).get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void coresAreGivenInTheOrderOfAsking() throws Exception {
    Cores.Share mine = cores.take();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Cores.Share>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(onThread("t" + i, order));
      int asked = i + 1;
      Awaitility.await().until(() -> cores.waiting() == asked);
    }
    mine.close();
    for (CompletableFuture<Cores.Share> next : waiting) {
      next.get(10, TimeUnit.SECONDS).close();
    }

    assertThat(order).containsExactly("t0", "t1", "t2", "t3", "t4");
  }

  private CompletableFuture<Cores.Share> onThread(String name, List<String> order) {
    CompletableFuture<Cores.Share> taken = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                Cores.Share share = cores.take();
                order.add(name);
                taken.complete(share);
              } catch (InterruptedException e) {
                taken.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return taken;
  }
}
