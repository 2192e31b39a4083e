package io.riffle.shuffle;

import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import io.riffle.storage.ForwardingStore;
import io.riffle.storage.LocalByteStore;
import io.riffle.storage.LocalDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A JVM that shuffles and is killed with SIGKILL after some writes. */
final class KilledShuffle {
  private KilledShuffle() {}

  /** Arguments: folder of images, binary, seed, writes before the end. */
  public static void main(String... arguments) throws IOException {
    Directory images = new LocalDirectory(Path.of(arguments[0]));
    Killer killer = new Killer(Integer.parseInt(arguments[3]));
    try (LocalByteStore store = LocalByteStore.open(Path.of(arguments[1]));
        ImageDirectory image = ImageDirectory.open(images)) {
      Shuffler.shuffle(
          image,
          ElfFile.read(new KillingStore(store, killer)),
          ShuffleOptions.seeded(Long.parseLong(arguments[2])));
    }
  }

  private static final class Killer {
    private int left;

    Killer(int left) {
      this.left = left;
    }

    void count() throws IOException {
      if (left-- == 0) {
        String pid = Long.toString(ProcessHandle.current().pid());
        Process kill = new ProcessBuilder(List.of("/bin/kill", "-9", pid)).inheritIO().start();
        kill.onExit().join();
        throw new IOException("should be dead");
      }
    }
  }

  private static final class KillingStore extends ForwardingStore {
    private final Killer killer;

    KillingStore(ByteStore store, Killer killer) {
      super(store);
      this.killer = killer;
    }

    @Override
    public void write(long offset, byte[] bytes) throws IOException {
      killer.count();
      super.write(offset, bytes);
    }
  }
}
