package io.tripline.engine.port;

import java.util.List;

/** Every version of every rule set that ever took effect, and where rules have failed. */
public interface RuleVersions {

  /** Stores a version; storing the same one again changes nothing. Durable on return. */
  void put(RuleSetVersion version);

  /**
   * Forgets versions that took effect after an entry, and failures after it: these entries were
   * taken by a loss of power ({@link Journal#mayLackItsEnd}).
   */
  void forgetAfter(long sequence);

  /** All versions of a rule set, oldest first; empty if there was none. */
  List<RuleSetVersion> versions(String name);

  /** The names of all rule sets that ever were, sorted. */
  List<String> names();

  /**
   * Stores where a rule has failed; a second failure of the same state id changes nothing. Durable
   * on return, so that a replay can have the rule fail at the same place whatever it meets there.
   */
  void put(RuleFailure failure);

  /** All failures, in no order. */
  List<RuleFailure> failures();

  /**
   * An error inside a rule, from which on nothing that it finds counts.
   *
   * @param stateId of the rule's states then, by which it is known: it goes on with others
   * @param sequence of the entry at which it failed
   * @param clock the time that matching had come to, ms
   * @param completedBy place of the event there, or {@code Long.MAX_VALUE} if time passed
   * @param reason what happened, for people: without values of the event
   */
  record RuleFailure(
      long stateId,
      String ruleSet,
      String rule,
      long sequence,
      long clock,
      long completedBy,
      String reason) {}

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
