package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests that do not boot say why. */
class BootIT {
  private static GuestImage image;
  private static Home home;

  @TempDir private Path folder;

  @BeforeAll
  static void image() {
    home = Home.fromEnvironment();
    Isa isa = Stream.of(Isa.values()).filter(Isa::isHost).findFirst().orElse(Isa.X86_64);
    image = new ImageStore(home).get(isa);
  }

  /** Its links lead out of the temporary folder, which JUnit would warn about. */
  @AfterEach
  void deleteCopy() {
    FileTree.delete(folder.resolve("image"));
  }

  @Test
  void panicIsToldWithItsLinesAndNotByTheBudget() {
    GuestConfig config = config(image).withKernelArguments("rdinit=/nope");

    assertThatThrownBy(() -> start(config, BootBudget.of(config)))
        .isInstanceOf(GuestException.BootFailure.class)
        .hasMessageContaining("Kernel panic - not syncing")
        .hasMessageContaining("image: " + image.folder())
        .hasMessageNotContaining("not ready after");
  }

  @Test
  void brokenRootDiskIsToldByInit() throws IOException {
    GuestImage broken = copyWith(image.root(), 1 << 20);

    assertThatThrownBy(() -> start(config(broken), BootBudget.of(config(broken))))
        .isInstanceOf(GuestException.BootFailure.class)
        .hasMessageContaining("riffle: guest failed: /newroot")
        .hasMessageContaining(broken.folder().toString());
  }

  @Test
  void brokenKernelIsToldByQemu() throws IOException {
    GuestImage broken = copyWith(image.kernel(), 100);

    assertThatThrownBy(() -> start(config(broken), BootBudget.of(config(broken))))
        .isInstanceOf(GuestException.BootFailure.class)
        .hasMessageContaining("QEMU ended with status 1")
        .hasMessageContaining(broken.folder().toString());
  }

  @Test
  void guestThatNeverGetsReadyIsGivenUp() {
    BootBudget tiny = new BootBudget(Duration.ofMillis(300), Duration.ofMillis(300));
    // Other tests may have guests in this JVM.
    Set<Long> before = emulators();

    assertThatThrownBy(() -> start(config(image), tiny))
        .isInstanceOf(GuestException.BootFailure.class)
        .hasMessageContaining("not ready after 300 ms");
    assertThat(before).containsAll(emulators());
  }

  @Test
  void oldWordsOnTheConsoleAreNotTakenForThisGuests() throws IOException {
    Files.writeString(folder.resolve("console.log"), "riffle: guest ready\n");

    assertThatThrownBy(
            () -> start(config(image), new BootBudget(Duration.ofMillis(1), Duration.ofMillis(1))))
        .hasMessageContaining("not ready after");
  }

  @Test
  void portsThatStayBusyAreGivenUp() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  Guest.start(
                      config(image),
                      folder,
                      new GuestHost(home, new LocalQemu(), () -> Port.here(busy.getLocalPort())),
                      BootBudget.of(config(image))))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("no free port");
    }
  }

  @Test
  void artefactsThatCannotBeWrittenAreAnErrorOfThisMachine() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(
            () ->
                Guest.start(
                    config(image), missing, GuestHost.local(home), BootBudget.of(config(image))))
        .isInstanceOf(HostException.class)
        .hasMessageContaining(missing.toString());
  }

  private static Set<Long> emulators() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").contains("qemu-system"))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private Guest start(GuestConfig config, BootBudget budget) {
    return Guest.start(config, folder, GuestHost.local(home), budget);
  }

  private static GuestConfig config(GuestImage image) {
    return GuestConfig.of(image, Accelerator.TCG);
  }

  /** The image with one file cut short. */
  private GuestImage copyWith(Path file, long size) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("image"));
    try (Stream<Path> files = Files.list(image.folder())) {
      for (Path original : (Iterable<Path>) files::iterator) {
        Files.createSymbolicLink(copy.resolve(original.getFileName()), original);
      }
    }
    Path cut = copy.resolve(file.getFileName());
    Files.delete(cut);
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel to =
            FileChannel.open(cut, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      from.transferTo(0, size, to);
    }
    return new GuestImage(image.isa(), copy, image.manifest());
  }
}
