package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.flow.BinaryMirror;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.junit.GuestTest;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import io.riffle.storage.Meter;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** What a shuffle over SFTP moves depends on what it changes, and not on how large the dump is. */
class RemoteTrafficIT {
  private static final Duration SMALL = Duration.ofSeconds(4);
  private static final int PAGE = 4096;

  /**
   * A page or less is read of what is touched, and what is written is written to the journal first.
   */
  private static final int TIMES = 2;

  @TempDir Path folder;

  @GuestTest
  void movesPagesAndNotTheDump(Guest guest) throws IOException {
    Workload bt = Workloads.find("bt", "S");
    Path binary =
        NpbBuilder.bundled(BuildCache.of(Home.fromEnvironment())).build(bt, guest.isa()).binary();
    StopPoint stop = new StopPoint.AtFunction(Workloads.migrationPoints(bt).get(0));
    DumpedProgram.flow(guest, "bt-remote", binary, stop, folder);
    String there = DumpedProgram.guestFolder("bt-remote");
    long pages = size(guest, there + "/images/pages-*.img");
    long entries = size(guest, there + "/images/*.img") - pages;
    Meter meter = new Meter();
    BinaryMirror mirror = new BinaryMirror(guest, there + "/bt-remote", binary);
    Directory images = meter.metered(guest.shell().directory(there + "/images"));
    ShuffleSummary summary;
    try (ByteStore store =
            mirror.open(meter.metered(guest.shell().directory(there).open("bt-remote")));
        ImageDirectory image = ImageDirectory.open(images)) {
      summary = Shuffler.shuffle(image, ElfFile.read(store), ShuffleOptions.seeded(3));
    }

    int touched = summary.textPagesPatched() + summary.framesWalked();
    long most = entries + summary.bytesWritten() + (long) TIMES * PAGE * touched;
    System.out.printf(
        "%s: pages %d, entries %d, touched %d, written %d; read %d, wrote %d, at most %d%n",
        guest.isa(),
        pages,
        entries,
        touched,
        summary.bytesWritten(),
        meter.bytesRead(),
        meter.bytesWritten(),
        most);
    assertThat(summary.total().moved()).isPositive();
    assertThat(meter.bytesRead() + meter.bytesWritten()).isLessThanOrEqualTo(most);
    // So that to move the dump whole, one way, would be too much.
    assertThat(pages).isGreaterThan(most);
  }

  private static long size(Guest guest, String files) {
    return Long.parseLong(guest.run("cat " + files + " | wc -c", SMALL).orThrow().output().strip());
  }
}
