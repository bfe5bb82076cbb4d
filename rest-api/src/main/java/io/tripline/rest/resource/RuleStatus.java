package io.tripline.rest.resource;

import io.tripline.engine.pipeline.EngineStats;
import io.tripline.rest.json.AlertJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a rule does, since the server started.
 *
 * @param mode as {@link io.tripline.engine.mode.RuleMode#text} writes it
 * @param paused whether it takes no events now
 * @param failed what error it has met, so that the engine has paused it; null if none
 * @param alerts without those in shadow
 * @param heldBack events that it did not make, as it was in shadow
 * @param evaluationErrors conditions that became unknown by a run-time error
 * @param eventsLimited events that completed more matches than the rule's limit lets through
 * @param limited null as long as no key had too many partial matches
 */
record RuleStatus(
    String rule,
    String mode,
    boolean paused,
    @Nullable String failed,
    long matches,
    long suppressed,
    long alerts,
    long shadowAlerts,
    long heldBack,
    long partialMatches,
    long evaluationErrors,
    long eventsLimited,
    @Nullable Limited limited) {

  /**
   * See {@link EngineStats.Limited}.
   *
   * @param key each part's text, masked where it is personal data
   */
  record Limited(Instant since, long dropped, Map<String, String> key) {
    static Limited of(EngineStats.Limited limited) {
      Map<String, String> key = new LinkedHashMap<>();
      limited.key().forEach(part -> key.put(part.name(), AlertJson.text(part.value())));
      return new Limited(Instant.ofEpochMilli(limited.since()), limited.dropped(), key);
    }
  }

  static RuleStatus of(EngineStats.RuleStats rule) {
    EngineStats.Limited limited = rule.limited();
    return new RuleStatus(
        rule.rule(),
        rule.mode().text(),
        rule.paused(),
        rule.failed(),
        rule.matches(),
        rule.suppressed(),
        rule.alerts(),
        rule.shadowAlerts(),
        rule.heldBack(),
        rule.runs(),
        rule.evaluationErrors(),
        rule.eventsLimited(),
        limited == null ? null : Limited.of(limited));
  }
}
