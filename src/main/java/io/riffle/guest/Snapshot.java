package io.riffle.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.riffle.storage.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A saved machine: a booted guest with sshd up and nobody logged in.
 *
 * @param files its files
 * @param facts what its description says of them
 * @param identity tells its folder from another that is put in its place later
 */
record Snapshot(SnapshotFiles files, Facts facts, Object identity) {

  /**
   * The content of the description.
   *
   * @param qemu version of the QEMU that saved it, which is the only one that resumes it
   * @param ramIsFile whether the RAM lies in a file of its own, or in the state
   * @param stamps size and time of the last change of each large file, by which one that is not
   *     whole any more is recognised without reading it
   * @param stateDigest SHA-256 of the state
   */
  record Facts(String qemu, boolean ramIsFile, Map<String, String> stamps, String stateDigest) {
    Facts {
      Objects.requireNonNull(qemu, "it has no 'qemu'");
      stamps = new TreeMap<>(Objects.requireNonNull(stamps, "it has no 'stamps'"));
      Objects.requireNonNull(stateDigest, "it has no 'stateDigest'");
    }
  }

  /** A snapshot whose files are not those that were saved. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Describes files that were just saved. */
  static void describe(SnapshotFiles files, String qemu, boolean ramIsFile) throws IOException {
    Facts facts = new Facts(qemu, ramIsFile, stamps(files, ramIsFile), digest(files.state()));
    new JsonMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(files.description().toFile(), facts);
  }

  /**
   * Opens a snapshot.
   *
   * @throws DamagedException if it is not whole; the message says what is wrong
   */
  static Snapshot open(Path folder) throws DamagedException {
    SnapshotFiles files = new SnapshotFiles(folder);
    try {
      Facts facts = new JsonMapper().readValue(files.description().toFile(), Facts.class);
      if (facts == null) {
        throw new IOException("it says null");
      }
      Map<String, String> stamps = stamps(files, facts.ramIsFile());
      if (!stamps.equals(facts.stamps())) {
        throw new DamagedException(
            "its files are " + stamps + " and were " + facts.stamps() + " when it was saved", null);
      }
      if (!digest(files.state()).equals(facts.stateDigest())) {
        throw new DamagedException("the content of " + files.state() + " has changed", null);
      }
      return new Snapshot(files, facts, identity(folder));
    } catch (JsonProcessingException e) {
      throw new DamagedException(
          files.description() + " is not a description: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new DamagedException(e.toString(), e);
    }
  }

  /**
   * Tells a folder from another one of the same name, which may have been given the number of the
   * one that was deleted, but not its time.
   */
  static Object identity(Path folder) throws IOException {
    return Files.readAttributes(folder, "unix:ino,ctime");
  }

  private static Map<String, String> stamps(SnapshotFiles files, boolean ramIsFile)
      throws IOException {
    Map<String, String> stamps = new TreeMap<>();
    stamp(stamps, files.state());
    stamp(stamps, files.disk());
    if (ramIsFile) {
      stamp(stamps, files.ram());
    }
    return stamps;
  }

  private static void stamp(Map<String, String> stamps, Path file) throws IOException {
    stamps.put(
        file.getFileName().toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
  }

  private static String digest(Path file) throws IOException {
    return Sha256.hex(Files.readAllBytes(file));
  }
}
