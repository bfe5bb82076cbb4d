package io.tripline.engine.pipeline;

import io.tripline.engine.contents.ContentsReading;
import io.tripline.engine.mode.RuleModes;
import java.util.List;

/**
 * What a checkpoint holds beside keyed state.
 *
 * @param time where the intake stands, without what it holds: that is keyed state
 * @param ordinal of the last alert
 * @param inShadow how many alerts until then are in shadow
 * @param schemaFingerprint of the layouts of all event types; see {@link SchemaFingerprint}
 * @param nextStateId the next number that a rule or a series of windows gets for its states
 * @param contents which lists and tables there are, without their entries: those are keyed state
 */
record Meta(
    TimeReading time,
    long ordinal,
    long inShadow,
    int schemaId,
    long schemaFingerprint,
    long nextStateId,
    List<RuleSetEntry> ruleSets,
    List<SeriesEntry> series,
    ContentsReading contents) {

  static final Meta START =
      new Meta(
          TimeReading.START,
          0,
          0,
          0,
          SchemaFingerprint.EMPTY,
          StateIds.FIRST_OF_RULES,
          List.of(),
          List.of(),
          ContentsReading.START);

  Meta {
    ruleSets = List.copyOf(ruleSets);
    series = List.copyOf(series);
  }

  /**
   * A series of windows that is kept for the running rules.
   *
   * @param text see {@link RunningSeries}
   * @param shape of what wrote the stored states
   * @param reach see {@link io.tripline.engine.window.Series#reach()}
   */
  record SeriesEntry(String text, long stateId, String shape, long reach) {}

  /**
   * A running rule set; its text is among the rule versions.
   *
   * @param draining whether it is what drains of an earlier version; see {@link Running.Set}
   */
  record RuleSetEntry(
      String name, int version, List<RuleEntry> rules, RuleModes modes, boolean draining) {
    RuleSetEntry {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A running rule.
   *
   * @param stateId {@link #ENDED} for one that drains no more
   * @param stateShape of the program that wrote the stored states
   */
  record RuleEntry(String name, long stateId, String stateShape) {
    static final long ENDED = -1;
  }
}
