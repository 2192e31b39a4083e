package io.riffle.criu;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** An image of magic numbers and length-prefixed protobuf entries, read in order. */
final class EntryImage {
  /** The kinds of images that Riffle reads, by the magic number that names them. */
  enum Kind {
    INVENTORY(0x58313116),
    PSTREE(0x50273030),
    CORE(0x55053847),
    MM(0x57492820),
    PAGEMAP(0x56084025),
    FILES(0x56303138);

    private final int magic;

    Kind(int magic) {
      this.magic = magic;
    }
  }

  /** Comes before the magic number of every kind but the inventory. */
  private static final int COMMON_MAGIC = 0x54564319;

  // Entry images hold no memory; one larger than this is no image.
  private static final long SIZE_LIMIT = 256L << 20;

  private final String name;
  private final ByteBuffer bytes;

  private EntryImage(String name, ByteBuffer bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  static EntryImage open(Directory directory, String file, Kind kind) throws IOException {
    String name = directory.name() + "/" + file;
    try (ByteStore store = directory.openReadOnly(file)) {
      long size = store.size();
      if (size > SIZE_LIMIT) {
        throw new CriuFormatException(name, "is no image of entries: " + size + " bytes long");
      }
      EntryImage image =
          new EntryImage(name, ByteBuffer.wrap(store.readAll()).order(ByteOrder.LITTLE_ENDIAN));
      image.checkMagic(kind);
      return image;
    } catch (NoSuchFileException missing) {
      throw new CriuFormatException(name, "is missing from the dump", missing);
    }
  }

  String name() {
    return name;
  }

  /** Adds the whole image to a digest, wherever reading has come to. */
  void addTo(MessageDigest digest) {
    digest.update(bytes.duplicate().rewind());
  }

  boolean hasNext() {
    return bytes.hasRemaining();
  }

  <T extends Message> T next(Parser<T> parser) throws CriuFormatException {
    int start = bytes.position();
    int length = number("the length of an entry");
    if (length < 0 || length > bytes.remaining()) {
      throw new CriuFormatException(
          name,
          ("entry at byte " + start + " is cut off: " + Integer.toUnsignedString(length))
              + (" bytes long, " + bytes.remaining() + " left"));
    }
    ByteBuffer entry = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    try {
      return parser.parseFrom(entry);
    } catch (InvalidProtocolBufferException damaged) {
      throw new CriuFormatException(
          name, "entry at byte " + start + " is damaged: " + damaged.getMessage(), damaged);
    }
  }

  <T extends Message> List<T> rest(Parser<T> parser) throws CriuFormatException {
    List<T> entries = new ArrayList<>();
    while (hasNext()) {
      entries.add(next(parser));
    }
    return entries;
  }

  <T extends Message> T only(Parser<T> parser) throws CriuFormatException {
    T entry = next(parser);
    if (hasNext()) {
      throw new CriuFormatException(name, "has more than its one entry");
    }
    return entry;
  }

  private void checkMagic(Kind kind) throws CriuFormatException {
    int first = number("its magic number");
    int magic = first == COMMON_MAGIC ? number("its magic number") : first;
    if (magic != kind.magic) {
      throw new CriuFormatException(
          name,
          String.format(
              "is no CRIU image of kind %s: magic 0x%08x instead of 0x%08x",
              kind, magic, kind.magic));
    }
  }

  private int number(String what) throws CriuFormatException {
    try {
      return bytes.getInt();
    } catch (BufferUnderflowException end) {
      throw new CriuFormatException(name, "is cut off in " + what, end);
    }
  }
}
