package io.tripline.state;

import org.jspecify.annotations.Nullable;

/**
 * A change that somebody asks for and somebody else has to approve. Immutable.
 *
 * @param id tells it from others; 1 to 255 bytes of UTF-8
 * @param ruleSet the name that it is about
 * @param base the version that ran when it was asked for, and that the change is made to; 0 if none
 *     did
 * @param reason for people; empty if none was given
 * @param by who asks for it
 * @param at wall clock, ms since 1970
 * @param until the same: from then on it can no longer be approved
 * @param decision what came of it; null as long as nobody has decided
 */
public record Proposal(
    String id,
    String ruleSet,
    int base,
    RuleSetChange change,
    String reason,
    String by,
    long at,
    long until,
    @Nullable Decision decision) {

  /** What was decided. The names are stored. */
  public enum Kind {
    /** It was approved, and is being made; if the process ends over it, nobody knows whether. */
    BEGUN,

    /** It was approved, and made. */
    APPLIED,

    /** Somebody else did not want it. */
    REJECTED,

    /** Who asked for it does no longer. */
    WITHDRAWN
  }

  /**
   * What came of a proposal.
   *
   * @param by who decided
   * @param at wall clock, ms since 1970
   * @param reason for people; empty if none was given
   * @param version that the change has made, or that it was made to, if it makes none; 0 if it was
   *     not made
   */
  public record Decision(Kind kind, String by, long at, String reason, int version) {}

  /**
   * @throws IllegalArgumentException if the id is empty or too long
   */
  public Proposal {
    if (id.isEmpty() || Bytes.utf8(id).length > 255) {
      throw new IllegalArgumentException("a proposal's id has 1 to 255 bytes");
    }
  }

  /** Whether it can still be decided on: nobody has, or what came of that is not known. */
  public boolean isOpen(long nowMillis) {
    return decision == null ? nowMillis < until : decision.kind() == Kind.BEGUN;
  }

  /** The same proposal, with this come of it. */
  public Proposal decided(@Nullable Decision how) {
    return new Proposal(id, ruleSet, base, change, reason, by, at, until, how);
  }

  /** How many characters are kept of it: nearly all its size. */
  int weight() {
    return change instanceof RuleSetChange.Deploy deploy ? deploy.text().length() : 0;
  }
}
