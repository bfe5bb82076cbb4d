package io.tripline.engine.decision;

import io.tripline.dsl.ir.Decision;
import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.NamedValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of one event, once all of them have seen it. It follows from the events before
 * it and the rules alone: a replay makes the same answer.
 *
 * @param type name of the event's type
 * @param id the event's id as alerts show it
 * @param event its number: its place among all events, from 1
 * @param content a hash of the event's fields, by which another event with the same id is told
 * @param taken whether rules saw it at all
 * @param decision the most severe one of the rules that fired on it, or null if none of them
 *     decides
 * @param rules those that fired on it and decide, each once, in the order of alerts
 * @param alerts that it raised, in their order, {@link #MOST_ALERTS} at most
 * @param moreAlerts how many are left out of {@code alerts}
 * @param features the values of features and windows that rules read at it, by name; masked where
 *     they tell of personal data
 */
public record Answer(
    String type,
    String id,
    long event,
    long content,
    Taken taken,
    @Nullable Decision decision,
    List<ByRule> rules,
    List<Raised> alerts,
    int moreAlerts,
    List<NamedValue> features) {

  /** The most alerts that an answer tells of. */
  public static final int MOST_ALERTS = 100;

  /** Whether rules saw the event. */
  public enum Taken {
    /** All rules have seen it. */
    BY_RULES,
    /** None has: its id was seen before, and it was matched then. */
    DUPLICATE,
    /** None has: it came later than its type allows. */
    LATE
  }

  /** The decision of one rule. */
  public record ByRule(String ruleSet, String rule, Decision decision) {}

  /**
   * An alert of the event.
   *
   * @param id of the alert; one that is held back is not stored
   * @param score 0 to 100, or −1 where the rule gives none
   * @param message masked where it tells of personal data, of other events it may be
   * @param suppressed whether {@code once per} holds it back; null where the answer was given
   *     before that was known
   */
  public record Raised(
      String id,
      String ruleSet,
      String rule,
      Severity severity,
      int score,
      String message,
      @Nullable Boolean suppressed) {}

  public Answer {
    rules = List.copyOf(rules);
    alerts = List.copyOf(alerts);
    features = List.copyOf(features);
  }
}
