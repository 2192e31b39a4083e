package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leases of real guests. */
class GuestPoolIT {
  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private GuestPool pool;

  @BeforeEach
  void open() {
    pool = GuestPool.of(GuestStarter.in(Home.fromEnvironment()), folder, 1);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @ParameterizedTest
  @EnumSource
  void nothingOfOneLeaseIsSeenByTheNext(Isa isa) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "content");
    GuestSpec spec = GuestSpec.builder(isa).file("/opt/a/b", file).build();
    Guest first;
    try (Lease lease = pool.lease(spec)) {
      first = lease.guest();
      assertThat(first.run("cat /opt/a/b", SOON).orThrow().output()).isEqualTo("content");
      first.run("echo changed > /opt/a/b; echo x > /root/left; sync", SOON).orThrow();
    }
    assertThat(first.isAlive()).isFalse();

    try (Lease lease = pool.lease(spec)) {
      assertThat(lease.guest().run("cat /opt/a/b; ls /root", SOON).orThrow().output())
          .isEqualTo("content");
      assertThat(lease.guest().artefacts()).isNotEqualTo(first.artefacts());
    }
  }

  @Test
  void brokenGuestIsReplacedAndItsDiagnosisKept() {
    try (Lease lease = pool.lease(GuestSpec.of(Isa.AARCH64))) {
      Guest broken = lease.guest();
      assertThatThrownBy(() -> broken.run("echo c > /proc/sysrq-trigger", SOON))
          .isInstanceOf(GuestException.Lost.class);

      Guest second = lease.replace();

      assertThat(second).isNotSameAs(broken).isSameAs(lease.guest());
      assertThat(second.run("echo ok", SOON).orThrow().output()).isEqualTo("ok\n");
      assertThat(broken.artefacts().resolve("diagnosis.txt")).isNotEmptyFile();
      assertThat(broken.artefacts().resolve("console.log")).content().contains("Kernel panic");
    }
  }

  @Test
  void restingGuestLeavesItsCoreToOthers() throws Exception {
    try (Lease mine = pool.lease(GuestSpec.of(Isa.AARCH64))) {
      CompletableFuture<Lease> other =
          CompletableFuture.supplyAsync(() -> pool.lease(GuestSpec.of(Isa.AARCH64)));
      assertThatThrownBy(() -> other.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

      mine.rest();

      other.get(2, TimeUnit.MINUTES).close();
      try (Turn turn = pool.turn()) {
        assertThat(mine.guest().run("echo ok", SOON).orThrow().output()).isEqualTo("ok\n");
      }
    }
  }

  @Test
  void closedPoolEndsItsGuestsAndRefusesMore() {
    Lease lease = pool.lease(GuestSpec.of(Isa.AARCH64));
    Guest guest = lease.guest();

    pool.close();

    assertThat(guest.isAlive()).isFalse();
    assertThatThrownBy(lease::guest).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pool.lease(GuestSpec.of(Isa.AARCH64)))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("closed");
  }
}
