package io.riffle.criu;

import com.google.protobuf.Message;
import io.riffle.criu.proto.Aarch64Registers;
import io.riffle.criu.proto.CoreEntry;
import io.riffle.criu.proto.FileEntry;
import io.riffle.criu.proto.InventoryEntry;
import io.riffle.criu.proto.MmEntry;
import io.riffle.criu.proto.PagemapEntry;
import io.riffle.criu.proto.PagemapHead;
import io.riffle.criu.proto.PstreeEntry;
import io.riffle.criu.proto.RegFileEntry;
import io.riffle.criu.proto.ThreadInfoAarch64;
import io.riffle.criu.proto.VmaEntry;
import io.riffle.storage.InMemoryDirectory;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.LongStream;

/** Writes the images of a small aarch64 process by hand, for tests. */
public final class ImageBytes {
  static final int PID = 77;
  static final int THREAD = 78;
  static final long STACK = 0xffff_ffff_0000_0000L;
  static final long TEXT = 0x400000;

  private static final int COMMON = 0x54564319;

  private ImageBytes() {}

  /** Text of a file, a stack with two dumped pages after a zero one, two threads. */
  public static InMemoryDirectory process() {
    InMemoryDirectory directory = new InMemoryDirectory();
    directory.with(
        "inventory.img",
        image(new int[] {0x58313116}, InventoryEntry.newBuilder().setImgVersion(2).build()));
    directory.with(
        "pstree.img",
        image(
            0x50273030,
            PstreeEntry.newBuilder()
                .setPid(PID)
                .setPpid(0)
                .addThreads(PID)
                .addThreads(THREAD)
                .build()));
    directory.with("core-77.img", image(0x55053847, core(3, 31, 0x400100)));
    directory.with("core-78.img", image(0x55053847, core(3, 31, 0x400200)));
    directory.with(
        "mm-77.img",
        image(
            0x57492820,
            MmEntry.newBuilder()
                .setExeFileId(5)
                .addVmas(vma(TEXT, 0x2000, 5, 1 | 1 << 6, 0x1000))
                .addVmas(vma(0x500000, 0x1000, 5, 1 | MemoryMapping.STATUS_VDSO, 0))
                .addVmas(vma(STACK, 0x3000, 3, 1 | 1 << 9, 0))
                .build()));
    directory.with(
        "files.img",
        image(
            0x56303138,
            FileEntry.newBuilder()
                .setType(1)
                .setId(5)
                .setReg(RegFileEntry.newBuilder().setId(5).setName("/root/program"))
                .build()));
    directory.with(
        "pagemap-77.img",
        image(
            0x56084025,
            PagemapHead.newBuilder().setPagesId(1).build(),
            pages(TEXT, 1, 1),
            pages(STACK, 1, 0),
            pages(STACK + 0x1000, 2, 4)));
    byte[] pages = new byte[0x2000];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = (byte) (i * 7 + i / 256);
    }
    return directory.with("pages-1.img", pages);
  }

  static CoreEntry core(int machine, int registers, long pc) {
    return CoreEntry.newBuilder()
        .setMtype(machine)
        .setTiAarch64(
            ThreadInfoAarch64.newBuilder()
                .setGpregs(
                    Aarch64Registers.newBuilder()
                        .addAllRegs(LongStream.range(100, 100 + registers).boxed().toList())
                        .setSp(STACK + 0x1010)
                        .setPc(pc)))
        .build();
  }

  static PagemapEntry pages(long address, int count, int flags) {
    return PagemapEntry.newBuilder().setVaddr(address).setNrPages(count).setFlags(flags).build();
  }

  static byte[] image(int magic, Message... entries) {
    return image(new int[] {COMMON, magic}, entries);
  }

  private static byte[] image(int[] magics, Message... entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int magic : magics) {
      bytes.writeBytes(little(magic));
    }
    for (Message entry : entries) {
      bytes.writeBytes(little(entry.getSerializedSize()));
      bytes.writeBytes(entry.toByteArray());
    }
    return bytes.toByteArray();
  }

  private static VmaEntry vma(long start, long size, int protection, int status, long offset) {
    return VmaEntry.newBuilder()
        .setStart(start)
        .setEnd(start + size)
        .setPgoff(offset)
        .setShmid(5)
        .setProt(protection)
        .setFlags(2)
        .setStatus(status)
        .build();
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
