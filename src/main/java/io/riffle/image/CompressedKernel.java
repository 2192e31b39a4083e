package io.riffle.image;

import io.riffle.host.HostException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;

/**
 * Takes the kernel proper out of a bzImage, for QEMU starts it where it lies (PVH), while a guest
 * would spend a second unpacking itself. The payload is described in the kernel's
 * Documentation/x86/boot.rst; that of Debian's cloud kernels is LZ4 in its legacy frame format.
 */
final class CompressedKernel {
  private static final int SETUP_SECTORS = 0x1f1;
  private static final int MAGIC = 0x202;
  private static final int PAYLOAD_OFFSET = 0x248;
  private static final int PAYLOAD_LENGTH = 0x24c;
  private static final int HEADER_END = 0x250;
  private static final int SECTOR = 512;
  private static final int LZ4_LEGACY = 0x184c2102;

  private CompressedKernel() {}

  /** Replaces the file by the kernel that is in it; leaves one alone that is no such bzImage. */
  static void unpack(Path file) throws IOException {
    byte[] image = Files.readAllBytes(file);
    if (image.length < HEADER_END
        || !new String(image, MAGIC, 4, StandardCharsets.US_ASCII).equals("HdrS")) {
      return;
    }
    ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    // The kernel counts its own first sector too, which the field leaves out.
    int start = (header.get(SETUP_SECTORS) + 1) * SECTOR + header.getInt(PAYLOAD_OFFSET);
    int length = header.getInt(PAYLOAD_LENGTH);
    if (start < 0 || length < Integer.BYTES || start > image.length - length) {
      throw new HostException(file + " is a bzImage whose payload lies outside of it");
    }
    ByteBuffer payload = header.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
    if (payload.getInt() == LZ4_LEGACY) {
      Files.write(file, blocks(payload));
    }
  }

  /** Blocks with their lengths before them; the kernel's build appends the size of the whole. */
  private static byte[] blocks(ByteBuffer payload) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    while (payload.remaining() > Integer.BYTES) {
      byte[] block = new byte[payload.getInt()];
      payload.get(block);
      try (BlockLZ4CompressorInputStream in =
          new BlockLZ4CompressorInputStream(new ByteArrayInputStream(block))) {
        in.transferTo(whole);
      }
    }
    int size = payload.getInt();
    if (size != whole.size()) {
      throw new HostException(
          "the kernel unpacks to " + whole.size() + " bytes instead of " + size);
    }
    return whole.toByteArray();
  }
}
