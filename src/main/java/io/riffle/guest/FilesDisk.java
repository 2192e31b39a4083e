package io.riffle.guest;

import io.riffle.host.HostException;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The second disk of each guest, read-only for it: what is to go in in bulk lies there as a tar
 * archive, which the guest unpacks a hundred times faster than SSH would carry it. The disk has the
 * same size in all guests, whatever it holds, so that a snapshot of one fits the others.
 *
 * @param file the disk, a file with holes
 */
record FilesDisk(Path file) {
  /** What the guest's kernel calls it. */
  static final String DEVICE = "/dev/vdb";

  private static final long SIZE = 8L << 30;
  private static final int CHUNK = 1 << 20;
  private static final int EXECUTABLE = 0100755;
  private static final int PLAIN = 0100644;

  /** Makes the disk, empty. */
  static FilesDisk create(Path file) throws IOException {
    try (FileChannel channel = open(file)) {
      clear(channel);
    }
    return new FilesDisk(file);
  }

  /**
   * Puts files on the disk, instead of those that were there.
   *
   * @param files local file by absolute path in the guest
   * @param asTheyAre whether they keep their times, and may be folders, which are put there empty,
   *     and symbolic links, which stay links
   * @throws HostException if they are too many
   * @throws IOException if one cannot be read, which the message names, or the disk not be written
   */
  void write(Map<String, Path> files, boolean asTheyAre) throws IOException {
    try (FileChannel channel = open(file)) {
      channel.truncate(0);
      try (TarArchiveOutputStream tar =
          new TarArchiveOutputStream(
              new BufferedOutputStream(new Unclosed(Channels.newOutputStream(channel)), CHUNK))) {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        for (Map.Entry<String, Path> each : files.entrySet()) {
          add(tar, each.getKey().substring(1), each.getValue(), asTheyAre);
        }
      }
      clear(channel, channel.size());
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, Path local, boolean asItIs)
      throws IOException {
    if (!asItIs) {
      addFile(tar, new TarArchiveEntry(name), local);
      return;
    }
    BasicFileAttributes attributes =
        Files.readAttributes(local, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    TarArchiveEntry entry = entry(name, local, attributes);
    entry.setLastModifiedTime(attributes.lastModifiedTime());
    if (attributes.isSymbolicLink() || attributes.isDirectory()) {
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    } else {
      addFile(tar, entry, local);
    }
  }

  private static TarArchiveEntry entry(String name, Path local, BasicFileAttributes attributes)
      throws IOException {
    if (attributes.isSymbolicLink()) {
      TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      link.setLinkName(Files.readSymbolicLink(local).toString());
      return link;
    }
    // A slash at its end makes it a folder's.
    return new TarArchiveEntry(attributes.isDirectory() ? name + "/" : name);
  }

  private static void addFile(TarArchiveOutputStream tar, TarArchiveEntry entry, Path local)
      throws IOException {
    if (!Files.isRegularFile(local)) {
      throw new FileNotFoundException(local + " is no file");
    }
    entry.setSize(Files.size(local));
    entry.setMode(Files.isExecutable(local) ? EXECUTABLE : PLAIN);
    tar.putArchiveEntry(entry);
    try {
      Files.copy(local, tar);
    } catch (IOException e) {
      throw new IOException("cannot copy " + local + ": " + e, e);
    }
    tar.closeArchiveEntry();
  }

  private static void clear(FileChannel channel) throws IOException {
    clear(channel, 0);
  }

  /**
   * Cuts the file after its content and lets it grow to the disk's size again, all of it a hole.
   */
  private static void clear(FileChannel channel, long content) throws IOException {
    if (content > SIZE) {
      throw new HostException(
          "files of %d MiB do not fit on the guest's disk for files, which has %d MiB"
              .formatted(content >> 20, SIZE >> 20));
    }
    channel.truncate(content);
    if (content < SIZE) {
      channel.write(ByteBuffer.allocate(1), SIZE - 1);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** The channel is needed after the archive has ended. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
