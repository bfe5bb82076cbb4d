package io.tripline.engine.pipeline;

/** Under which ids states are stored: some belong to the pipeline itself, the others to rules. */
final class StateIds {
  /** Held events, by their number; see {@link HeldEventCodec}. */
  static final long HELD = 0;

  /** Ids that were seen, in chunks; see {@link IdMemory}. */
  static final long SEEN_IDS = 1;

  /** What {@code once per} remembers, by rule and key; see {@link OncePer}. */
  static final long ONCE_PER = 2;

  /** Where the stream stood at checkpoints, by sequence; see {@link TimeMarks}. */
  static final long MARKS = 3;

  /** The same of alerts in shadow. */
  static final long ONCE_PER_IN_SHADOW = 4;

  /** How far back the events of alerts are, by sequence; see {@link AlertReaches}. */
  static final long ALERT_REACHES = 5;

  /** The first that a rule gets; those before are the pipeline's. */
  static final long FIRST_OF_RULES = 16;

  private StateIds() {}
}
