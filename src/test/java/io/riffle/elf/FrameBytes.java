package io.riffle.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes .eh_frame by hand, for tests: 32-bit entries with addresses relative to themselves. */
public final class FrameBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final long address;
  private int common;

  /** Starts at the given address. */
  public FrameBytes(long address) {
    this.address = address;
  }

  /**
   * Adds a CIE with code alignment 1 and data alignment -8.
   *
   * @param augmentation {@code zR} or {@code zRS}
   */
  public FrameBytes common(String augmentation, int returnAddressColumn, int... instructions) {
    common = bytes.size();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {0, 0, 0, 0, 1});
    body.writeBytes(augmentation.getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(new byte[] {0, 1, 0x78, (byte) returnAddressColumn, 1, 0x1b});
    return entry(body, instructions);
  }

  /** Adds an FDE of the last CIE. */
  public FrameBytes description(long start, int length, int... instructions) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int pointerField = bytes.size() + 4;
    body.writeBytes(little(pointerField - common));
    body.writeBytes(little((int) (start - (address + pointerField + 4))));
    body.writeBytes(little(length));
    body.write(0);
    return entry(body, instructions);
  }

  /** The section, with a zero at its end. */
  public byte[] bytes() {
    byte[] withoutEnd = bytes.toByteArray();
    return java.util.Arrays.copyOf(withoutEnd, withoutEnd.length + 4);
  }

  private FrameBytes entry(ByteArrayOutputStream body, int... instructions) {
    for (int instruction : instructions) {
      body.write(instruction);
    }
    while (body.size() % 4 != 0) {
      body.write(0);
    }
    bytes.writeBytes(little(body.size()));
    bytes.writeBytes(body.toByteArray());
    return this;
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
