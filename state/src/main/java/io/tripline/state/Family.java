package io.tripline.state;

import java.util.EnumSet;
import java.util.Set;

/** The column families: see the table in the module's README. */
enum Family {
  STATES("named_states", 8, false),
  KEYS("key_states", 4, true, 8),
  /** Its buffer has room for a checkpoint: what is forgotten there is never written to a table. */
  CHANGES("changes", 2, false),
  ALERTS("alerts", 8, false),
  ALERT_IDS("alert_ids", 16, true),
  SUPPRESSED("suppressed", 16, true),
  OUTBOX("outbox", 16, false),
  WEBHOOKS("webhooks", 64, false),
  RULE_VERSIONS("rule_versions", 64, false),
  REJECTED("rejected", 8, false),
  LATE("late", 8, false),
  DECISIONS("decisions", 8, false),
  DECISION_IDS("decision_ids", 16, true),
  META("meta", 64, false),
  REVIEWS("reviews", 64, true),
  API_KEYS("api_keys", 64, false),
  AUDIT("audit", 64, false),
  IDEMPOTENCY_KEYS("idempotency_keys", 64, false),
  SILENCES("silences", 64, false),
  SILENCED("silenced", 64, true),
  PROPOSALS("proposals", 64, false);

  /** Families that stores of our format may lack: they were added since. */
  private static final Set<Family> ADDED =
      EnumSet.of(REVIEWS, API_KEYS, AUDIT, IDEMPOTENCY_KEYS, SILENCES, SILENCED, PROPOSALS);

  private final String title;
  private final int share;
  private final boolean bloom;
  private final int prefixBytes;

  Family(String title, int share, boolean bloom) {
    this(title, share, bloom, 0);
  }

  Family(String title, int share, boolean bloom, int prefixBytes) {
    this.title = title;
    this.share = share;
    this.bloom = bloom;
    this.prefixBytes = prefixBytes;
  }

  /** Whether a store of our format may be without it; it is empty there. */
  boolean mayBeMissing() {
    return ADDED.contains(this);
  }

  /** Its name on disk; never changes. */
  String title() {
    return title;
  }

  /** The largest single write buffer is this part of all memory for write buffers. */
  int share() {
    return share;
  }

  /** Whether single keys are looked up that are often not there. */
  boolean bloom() {
    return bloom;
  }

  /** Where entries are looked up by the start of their keys: how long it is; else 0. */
  int prefixBytes() {
    return prefixBytes;
  }
}
