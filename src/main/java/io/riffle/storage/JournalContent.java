package io.riffle.storage;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What a journal holds. Little-endian, without gaps: magic "RIFFLEJN", version (4 bytes), the
 * guard's name, number of files (4), for each its name and where it is ({@link ByteStore#location},
 * empty for one of the journal's directory), number of changes (4), and for each its file's index
 * (4), offset (8), length (4), bytes before and bytes after; last a CRC-32C of all before it (4). A
 * name is its length (4) and UTF-8.
 *
 * @param guard the guard's name
 * @param locations where the files are that are not the directory's, by name
 * @param changes what changes
 */
record JournalContent(String guard, Map<String, String> locations, List<Overwrite> changes) {
  private static final byte[] MAGIC = "RIFFLEJN".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 2;

  JournalContent {
    locations = Map.copyOf(locations);
    changes = List.copyOf(changes);
  }

  byte[] encode() {
    Map<String, Integer> files = new LinkedHashMap<>();
    int size = MAGIC.length + 5 * Integer.BYTES + utf8(guard).length;
    for (Overwrite change : changes) {
      if (files.putIfAbsent(change.file(), files.size()) == null) {
        size += 2 * Integer.BYTES + utf8(change.file()).length;
        size += utf8(location(change.file())).length;
      }
      size += 2 * Integer.BYTES + Long.BYTES + 2 * change.before().length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(VERSION);
    put(out, guard);
    out.putInt(files.size());
    for (String file : files.keySet()) {
      put(out, file);
      put(out, location(file));
    }
    out.putInt(changes.size());
    for (Overwrite change : changes) {
      out.putInt(files.get(change.file())).putLong(change.offset());
      out.putInt(change.before().length).put(change.before()).put(change.after());
    }
    return out.putInt(checksum(out.array(), out.position())).array();
  }

  private String location(String file) {
    return locations.getOrDefault(file, "");
  }

  /** Trusts nothing: the bytes may come from anywhere. */
  static JournalContent decode(String name, byte[] bytes) throws JournalException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int end = bytes.length - Integer.BYTES;
    if (end < MAGIC.length || in.getInt(end) != checksum(bytes, end)) {
      throw new JournalException(name + " is damaged: its checksum is wrong");
    }
    try {
      byte[] magic = new byte[MAGIC.length];
      in.limit(end).get(magic);
      int version = in.getInt();
      if (version != VERSION || !Arrays.equals(magic, MAGIC)) {
        throw new JournalException(
            name + " is no journal of version " + VERSION + ": use the Riffle that wrote it");
      }
      String guard = name(in);
      List<String> files = new ArrayList<>();
      Map<String, String> locations = new HashMap<>();
      for (int left = in.getInt(); left > 0; left--) {
        String file = name(in);
        String location = name(in);
        files.add(file);
        if (!location.isEmpty()) {
          locations.put(file, location);
        }
      }
      List<Overwrite> changes = new ArrayList<>();
      for (int left = in.getInt(); left > 0; left--) {
        String file = files.get(in.getInt());
        long offset = in.getLong();
        int length = in.getInt();
        changes.add(new Overwrite(file, offset, take(in, length), take(in, length)));
      }
      if (in.hasRemaining()) {
        throw new JournalException(name + " is damaged: it has more than its header says");
      }
      return new JournalContent(guard, locations, changes);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new JournalException(name + " is damaged: " + e);
    }
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String name(ByteBuffer in) {
    return new String(take(in, in.getInt()), StandardCharsets.UTF_8);
  }

  private static void put(ByteBuffer out, String name) {
    out.putInt(utf8(name).length).put(utf8(name));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
