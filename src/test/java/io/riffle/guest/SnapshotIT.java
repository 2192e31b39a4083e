package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Guests that go on from a snapshot, and snapshots that cannot be gone on from. */
class SnapshotIT {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final int CLONES = 4;

  @TempDir private Path folder;

  /** Its link leads out of the temporary folder, which JUnit would warn about. */
  @AfterEach
  void deleteHome() {
    FileTree.delete(folder.resolve("home"));
  }

  @ParameterizedTest
  @EnumSource
  void clonesAtOnceShareNothing(Isa isa) throws IOException {
    GuestStarter starter = GuestStarter.in(Home.fromEnvironment()).strictly();
    List<CompletableFuture<Guest>> starting = new ArrayList<>();
    for (int i = 0; i < CLONES; i++) {
      Path artefacts = Files.createDirectory(folder.resolve(isa + "-" + i));
      starting.add(
          CompletableFuture.supplyAsync(
              () -> starter.start(GuestSpec.of(isa), artefacts),
              task -> new Thread(task, "clone").start()));
    }
    List<String> random = new ArrayList<>();
    try {
      for (CompletableFuture<Guest> each : starting) {
        Guest guest = each.join();
        assertThat(guest.run("ls /root; echo x > /root/mine", SOON).orThrow().output()).isEmpty();
        random.add(guest.run("head -c 16 /dev/urandom | od -x", SOON).orThrow().output());
        long clock = Long.parseLong(guest.run("date +%s", SOON).orThrow().output().strip());
        assertThat(Instant.ofEpochSecond(clock))
            .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(2));
        assertThat(guest.run("criu check", SOON).orThrow().output()).contains("Looks good");
        assertThat(guest.commandLine()).contains("-incoming");
      }
    } finally {
      starting.forEach(each -> each.thenAccept(Guest::close));
    }
    assertThat(random).doesNotHaveDuplicates();
  }

  @Test
  void ramInTheStateServesWhereItCannotStayInAFile() throws Exception {
    Home home = homeWithImages();
    GuestHost host = GuestHost.local(home);
    GuestConfig config = config(home);
    SnapshotStore store = new SnapshotStore(host, false);

    Path unused = Files.createDirectories(home.folder("snapshots").resolve("aarch64-0"));
    Path description = Files.writeString(new SnapshotFiles(unused).description(), "{}");
    Files.setLastModifiedTime(description, FileTime.from(Instant.now().minusSeconds(8 * 86_400)));

    Snapshot snapshot = store.get(config);

    assertThat(unused).doesNotExist();
    assertThat(snapshot.files().ram()).doesNotExist();
    assertThat(store.key(config)).isNotEqualTo(new SnapshotStore(host).key(config));
    try (Guest guest = Guest.resume(config, snapshot, folder, host)) {
      assertThat(guest.run("echo ok", SOON).orThrow().output()).isEqualTo("ok\n");
    }
  }

  /** One boot serves both: the snapshot is damaged twice, and made again in between. */
  @Test
  void snapshotOfAnotherQemuOrWithAStrangeStateIsReplaced() throws Exception {
    Home home = homeWithImages();
    GuestHost host = GuestHost.local(home);
    GuestStarter starter = GuestStarter.in(home);
    SnapshotStore store = new SnapshotStore(host);
    Snapshot made = store.get(config(home));
    Snapshot.describe(made.files(), "0.0.1 other", true);

    assertThatThrownBy(() -> starter.strictly().start(GuestSpec.of(Isa.AARCH64), folder))
        .isInstanceOf(GuestException.BootFailure.class)
        .hasMessageContaining("it was saved by QEMU 0.0.1 other and this is 7");

    byte[] garbage = new byte[4096];
    new Random(1).nextBytes(garbage);
    Files.write(made.files().state(), garbage);
    Snapshot.describe(made.files(), made.facts().qemu(), true);
    List<String> told = new ArrayList<>();
    try (Guest guest = starter.telling(told::add).start(GuestSpec.of(Isa.AARCH64), folder)) {
      assertThat(guest.commandLine()).doesNotContain("-incoming");
      assertThat(guest.run("echo ok", SOON).orThrow().output()).isEqualTo("ok\n");
    }
    assertThat(told).anyMatch(step -> step.contains("cannot be resumed"));
    assertThat(store.find(config(home))).isEmpty();
  }

  @Test
  void guestIsBootedWhereNoSnapshotCanBeMade() throws Exception {
    Home home = homeWithImages();
    Files.createFile(home.path().resolve("snapshots"));
    GuestStarter starter = GuestStarter.in(home);
    List<String> told = new ArrayList<>();

    try (Guest guest = starter.telling(told::add).start(GuestSpec.of(Isa.AARCH64), folder)) {
      assertThat(guest.commandLine()).doesNotContain("-incoming");
    }

    assertThat(told).anyMatch(step -> step.startsWith("booting, for cannot make the folder"));
    assertThatThrownBy(() -> starter.strictly().start(GuestSpec.of(Isa.AARCH64), folder))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("cannot make the folder");
  }

  @Test
  void resumedGuestInWhichCriuCannotWorkIsReplacedByABoot() throws Exception {
    Home home = homeWithImages();
    SnapshotStore store = new SnapshotStore(GuestHost.local(home));
    Path folderOfKey = home.folder("snapshots").resolve(store.key(config(home)));
    saveWithoutCriu(Files.createDirectory(folderOfKey));
    List<String> told = new ArrayList<>();

    try (Guest guest =
        GuestStarter.in(home).telling(told::add).start(GuestSpec.of(Isa.AARCH64), folder)) {
      assertThat(guest.commandLine()).doesNotContain("-incoming");
      assertThat(guest.run("criu check", SOON).orThrow().output()).contains("Looks good");
    }

    assertThat(told).contains("resuming").anyMatch(step -> step.matches("booting, for .*criu.*"));
    assertThat(folderOfKey).doesNotExist();
  }

  /** Saves a resumed guest once more, after criu lost its permission to run. */
  private void saveWithoutCriu(Path into) throws Exception {
    Home home = Home.fromEnvironment();
    GuestHost host = GuestHost.local(home);
    Snapshot whole = new SnapshotStore(host).get(config(home));
    SnapshotFiles files = new SnapshotFiles(into);
    Files.createSymbolicLink(files.disk(), whole.files().disk());
    if (whole.facts().ramIsFile()) {
      Files.createSymbolicLink(files.ram(), whole.files().ram());
    }
    try (Guest guest = Guest.resume(config(home), whole, folder, host);
        Qmp qmp = guest.qmp()) {
      // Not written to the disk, which this guest has of its own: what counts is in RAM.
      guest.run("chmod a-x /usr/sbin/criu", SOON).orThrow();
      qmp.execute("stop");
      qmp.migrateTo(files.state());
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> qmp.execute("query-migrate").path("status").asText(), "completed"::equals);
    }
    Snapshot.describe(files, whole.facts().qemu(), whole.facts().ramIsFile());
  }

  @Test
  void portThatIsTakenMeanwhileIsExchangedForAnother() throws Exception {
    Home home = Home.fromEnvironment();
    GuestConfig config = config(home);
    Snapshot snapshot = new SnapshotStore(GuestHost.local(home)).get(config);
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Guest guest =
            Guest.resume(
                config,
                snapshot,
                folder,
                new GuestHost(home, new LocalQemu(), new FirstBusyPorts(busy)))) {
      assertThat(guest.endpoint().port()).isNotEqualTo(busy.getLocalPort());
      assertThat(guest.run("echo ok", SOON).orThrow().output()).isEqualTo("ok\n");
    }
  }

  private Home homeWithImages() throws IOException {
    Home shared = Home.fromEnvironment();
    new ImageStore(shared).get(Isa.AARCH64);
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.createSymbolicLink(home.resolve("images"), shared.folder("images"));
    return new Home(home);
  }

  private static GuestConfig config(Home home) {
    return GuestConfig.of(new ImageStore(home).get(Isa.AARCH64), Accelerator.TCG);
  }
}
