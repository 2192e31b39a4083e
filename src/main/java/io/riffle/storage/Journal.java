package io.riffle.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes ranges of several files together or not at all. What the ranges hold and what they will
 * hold is first written aside to a journal, which is forced to the disk; then the ranges are
 * overwritten and forced; then the journal is deleted, which is the moment at which the change has
 * happened. Whoever finds a journal knows that its writer was interrupted, and can put the old
 * bytes back. What is moved is three times the bytes that change, however large the files are.
 *
 * <p>Meanwhile one file of the directory, the <em>guard</em>, has another name, so that whoever
 * reads the directory without knowing of journals finds it incomplete instead of half changed.
 */
public final class Journal {
  /** The journal's name in its directory. */
  public static final String FILE = "riffle-journal";

  /** What the guard's name ends in while a change is under way. */
  public static final String AWAY = ".riffle-away";

  private static final String HALF_WRITTEN = FILE + ".riffle-new";

  /** How an interrupted change was ended. */
  public enum Recovery {
    /** Nothing had been written yet. */
    NOT_BEGUN,
    /** Everything had been written. */
    COMPLETED,
    /** What had been written was taken back. */
    ROLLED_BACK
  }

  private final Directory directory;
  private final Map<String, ByteStore> files;

  /**
   * A journal in a directory.
   *
   * @param directory where the journal lies
   * @param files the files that it changes, open, by the names that {@link Overwrite} uses; names
   *     that are missing are those of files in the directory
   */
  public Journal(Directory directory, Map<String, ByteStore> files) {
    this.directory = directory;
    this.files = Map.copyOf(files);
  }

  /** Whether a change was interrupted here. */
  public boolean exists() throws IOException {
    return directory.files().contains(FILE);
  }

  /**
   * Makes the change.
   *
   * @param guard name of the guard, a file of the directory
   * @param changes what changes; ranges of one file must not overlap
   * @throws JournalException if an interrupted change was not recovered before
   * @throws IOException if a file cannot be written; what was written then stands until {@link
   *     #recover}
   */
  public void commit(String guard, List<Overwrite> changes) throws IOException {
    if (exists()) {
      throw new JournalException(
          directory.name() + " has the journal of an interrupted change: recover it first");
    }
    Map<String, String> locations = new HashMap<>();
    for (Map.Entry<String, ByteStore> file : files.entrySet()) {
      locations.put(file.getKey(), file.getValue().location());
    }
    JournalContent content = new JournalContent(guard, locations, changes);
    directory.replace(FILE, content.encode());
    directory.rename(guard, guard + AWAY);
    try (OpenFiles opened = new OpenFiles(directory, files)) {
      for (Overwrite change : changes) {
        opened.get(change.file()).write(change.offset(), change.after());
      }
      opened.force();
    }
    directory.rename(guard + AWAY, guard);
    directory.delete(FILE);
  }

  /**
   * Ends an interrupted change, if there is one; can itself be interrupted and repeated.
   *
   * @return how it ended; empty if no change was interrupted
   * @throws JournalException if the journal is damaged, a file that was given is not where the one
   *     was that was changed, or the files hold what neither was there before nor was to be
   *     written; nothing is changed then
   */
  public Optional<Recovery> recover() throws IOException {
    List<String> names = directory.files();
    if (!names.contains(FILE)) {
      if (names.contains(HALF_WRITTEN)) {
        // Its writer had not touched anything else.
        directory.delete(HALF_WRITTEN);
        return Optional.of(Recovery.NOT_BEGUN);
      }
      return Optional.empty();
    }
    JournalContent content = read();
    checkLocations(content);
    boolean away = names.contains(content.guard() + AWAY);
    Recovery recovery;
    try (OpenFiles opened = new OpenFiles(directory, files)) {
      recovery = state(content, away, opened);
      if (recovery == Recovery.ROLLED_BACK) {
        for (Overwrite change : content.changes()) {
          opened.get(change.file()).write(change.offset(), change.before());
        }
      }
      // What an interrupted writer wrote may not have reached the disk yet.
      opened.force();
    }
    if (away) {
      directory.rename(content.guard() + AWAY, content.guard());
    }
    directory.delete(FILE);
    return Optional.of(recovery);
  }

  private JournalContent read() throws IOException {
    try (ByteStore store = directory.open(FILE)) {
      return JournalContent.decode(store.name(), store.readAll());
    }
  }

  /** A copy of a file would be in order, and the file itself stay half changed. */
  private void checkLocations(JournalContent content) throws IOException {
    for (Map.Entry<String, ByteStore> file : files.entrySet()) {
      String given = file.getValue().location();
      String changed = content.locations().getOrDefault(file.getKey(), given);
      if (!changed.equals(given)) {
        throw new JournalException(
            "%s/%s is of an interrupted change of %s, and %s was given: give the former; if it was"
                    .formatted(directory.name(), FILE, changed, given)
                + " moved, move it back first");
      }
    }
  }

  private Recovery state(JournalContent content, boolean away, OpenFiles opened)
      throws IOException {
    boolean allBefore = true;
    boolean allAfter = true;
    for (Overwrite change : content.changes()) {
      ByteStore file = opened.get(change.file());
      boolean inside = change.offset() <= file.size() - change.before().length;
      byte[] now = inside ? file.read(change.offset(), change.before().length) : new byte[0];
      if (!inside || !change.mayHaveBecome(now)) {
        throw new JournalException(
            "%s is not what the journal %s/%s was written for: it differs at byte %d; give the"
                    .formatted(file.name(), directory.name(), FILE, change.offset())
                + " file whose change was interrupted");
      }
      allBefore &= Arrays.equals(now, change.before());
      allAfter &= Arrays.equals(now, change.after());
    }
    if (allBefore) {
      return Recovery.NOT_BEGUN;
    }
    // With its guard in place the change may have been used already; without it, it was not.
    return allAfter && !away ? Recovery.COMPLETED : Recovery.ROLLED_BACK;
  }
}
