package io.tripline.state;

/** The column families: see the table in the module's README. */
enum Family {
  KEYED_STATE("keyed_state", 4, true),
  CHANGES("changes", 8, false),
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
  META("meta", 64, false);

  private final String title;
  private final int share;
  private final boolean bloom;

  Family(String title, int share, boolean bloom) {
    this.title = title;
    this.share = share;
    this.bloom = bloom;
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
}
