package io.tripline.state;

import io.tripline.engine.mode.RuleMode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a savepoint says of itself: a copy of a store from which another store can be made.
 *
 * @param comment of whoever made it; may be empty
 * @param createdAt wall clock, ms since 1970
 * @param tripline the version that made it
 * @param storeFormat of the store in it
 * @param checkpoint sequence of the last entry that the checkpoint in it holds, −1 if there is none
 * @param firstEntry sequence of the oldest entry of the journal in it, −1 if there is none
 * @param position sequence of the last one: what is restored goes on behind it
 * @param events up to there, since the store was made: the events to give next are those after them
 * @param alerts likewise, as far as they are stored: entries behind the checkpoint raise theirs
 *     again
 * @param states stored by the checkpoint
 * @param ruleSets that run on what is restored
 */
public record Savepoint(
    String name,
    String comment,
    long createdAt,
    String tripline,
    long storeFormat,
    long checkpoint,
    long firstEntry,
    long position,
    long events,
    long alerts,
    long states,
    List<SavedRules> ruleSets,
    List<SavedFile> files) {
  /** Of the folder of a savepoint, and of the text in it. */
  public static final int FORMAT = 1;

  /** The longest comment, characters. */
  public static final int LONGEST_COMMENT = 500;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  public Savepoint {
    ruleSets = List.copyOf(ruleSets);
    files = List.copyOf(files);
  }

  /** A rule set. */
  public record SavedRules(String name, int version, List<SavedRule> rules) {
    public SavedRules {
      rules = List.copyOf(rules);
    }
  }

  /** A rule. */
  public record SavedRule(String name, RuleMode mode, boolean paused) {}

  /**
   * A file of it.
   *
   * @param path with slashes, from the folder of the savepoint on
   * @param checksum CRC-32C of all of it, in 8 digits; {@link #OWN} where it holds checksums itself
   */
  public record SavedFile(String path, long bytes, String checksum) {
    /** In place of a checksum. */
    public static final String OWN = "own";
  }

  /** Bytes of all files; with hard links they take less, as the store has the same ones. */
  public long bytes() {
    return files.stream().mapToLong(SavedFile::bytes).sum();
  }

  /** Whether a savepoint can be called so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** What {@link #isName} asks for, after "A name". */
  public static final String NAMES =
      " has up to 100 letters, digits, dots, underscores and hyphens, and begins with a letter or a"
          + " digit.";
}
