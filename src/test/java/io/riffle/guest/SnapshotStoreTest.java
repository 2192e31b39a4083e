package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageManifest;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of a QEMU that only has a name; small files stand for those of a machine. */
class SnapshotStoreTest {
  private static final GuestConfig CONFIG =
      GuestConfig.of(AcceleratorProbeTest.image(Isa.AARCH64), Accelerator.TCG);

  @TempDir private Path folder;

  @Test
  void keyChangesWithWhatTheStateDependsOn() {
    SnapshotStore store = new SnapshotStore(host("7.2"));
    GuestImage image = CONFIG.image();
    ImageManifest manifest = image.manifest();
    String key = store.key(CONFIG);

    assertThat(new SnapshotStore(host("7.2")).key(CONFIG)).isEqualTo(key);
    assertThat(
            List.of(
                key,
                new SnapshotStore(host("8.0")).key(CONFIG),
                new SnapshotStore(host("7.2"), false).key(CONFIG),
                store.key(CONFIG.withMemoryMb(512)),
                store.key(CONFIG.withKernelArguments("x")),
                store.key(of(AcceleratorProbeTest.image(Isa.X86_64))),
                store.key(of(new GuestImage(image.isa(), Path.of("/other"), manifest))),
                store.key(of(with(image, "other", manifest.built()))),
                store.key(of(with(image, manifest.key(), Instant.ofEpochSecond(1))))))
        .doesNotHaveDuplicates();
  }

  private static GuestConfig of(GuestImage image) {
    return GuestConfig.of(image, Accelerator.TCG);
  }

  private static GuestImage with(GuestImage image, String key, Instant built) {
    ImageManifest old = image.manifest();
    return new GuestImage(
        image.isa(),
        image.folder(),
        new ImageManifest(
            key,
            old.isa(),
            built,
            old.kernelRelease(),
            old.commandLine(),
            old.packages(),
            old.sizes()));
  }

  @Test
  void snapshotThatAnotherDiscardsWhileItIsOpenedIsMadeAnew() throws IOException {
    Path saved = save();
    SnapshotStore store =
        new SnapshotStore(host("7.2"), true, new At(() -> FileTree.delete(saved)));

    assertThatThrownBy(() -> store.get(CONFIG))
        .isInstanceOf(HostException.class)
        .hasMessage("made");
  }

  @Test
  void wholeSnapshotIsUsedAndItsUseNoted() throws IOException {
    Path saved = save();
    SnapshotStore store = new SnapshotStore(host("7.2"), true, new At(() -> {}));

    Snapshot snapshot = store.get(CONFIG);

    assertThat(snapshot.files().folder()).isEqualTo(saved);
    assertThat(Files.getLastModifiedTime(snapshot.files().description()).toInstant())
        .isEqualTo(At.TIME);
  }

  private Path save() throws IOException {
    String key = new SnapshotStore(host("7.2")).key(CONFIG);
    SnapshotFiles files =
        new SnapshotFiles(Files.createDirectories(folder.resolve("snapshots").resolve(key)));
    for (Path file : List.of(files.state(), files.disk(), files.ram())) {
      Files.writeString(file, "0123456789");
    }
    Snapshot.describe(files, "7.2", true);
    return files.folder();
  }

  private GuestHost host(String version) {
    return new GuestHost(new Home(folder), new NamedQemu(version), Ports::free);
  }

  /** Runs nothing. */
  private record NamedQemu(String version) implements QemuHost {
    @Override
    public QemuProcess start(List<String> arguments, Path folder, Path log) {
      throw new AssertionError("started");
    }

    @Override
    public void image(Path folder, String... arguments) {
      throw new HostException("made");
    }

    @Override
    public String identity(Isa isa) {
      return version;
    }
  }

  /** One moment, at which something happens. */
  private static final class At extends Clock {
    static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);
    private final Runnable event;

    At(Runnable event) {
      this.event = event;
    }

    @Override
    public Instant instant() {
      event.run();
      return TIME;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
