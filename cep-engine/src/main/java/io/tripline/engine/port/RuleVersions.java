package io.tripline.engine.port;

import java.util.List;

/** Every version of every rule set that ever took effect. */
public interface RuleVersions {

  /** Stores a version; storing the same one again changes nothing. Durable on return. */
  void put(RuleSetVersion version);

  /**
   * Forgets versions that took effect after an entry: their entries were taken by a loss of power
   * ({@link Journal#mayLackItsEnd}).
   */
  void forgetAfter(long sequence);

  /** All versions of a rule set, oldest first; empty if there was none. */
  List<RuleSetVersion> versions(String name);

  /** The names of all rule sets that ever were, sorted. */
  List<String> names();

  /**
   * A version of a rule set.
   *
   * @param version from 1, counted per name
   * @param sequence of the ring entry with which it took effect
   * @param deleted whether this version takes the rule set away; its text is empty then
   * @param deployedAt wall clock of the deployment, ms since 1970 (for people only)
   * @param restores the earlier version that this one brings back; {@link #NONE} if none
   */
  record RuleSetVersion(
      String name,
      int version,
      long sequence,
      boolean deleted,
      long deployedAt,
      String text,
      int restores) {
    /** In place of a version. */
    public static final int NONE = 0;
  }
}
