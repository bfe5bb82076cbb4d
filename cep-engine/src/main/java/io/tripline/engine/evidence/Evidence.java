package io.tripline.engine.evidence;

import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.explain.ConditionReport;
import java.util.List;

/**
 * What an alert rests on, or a page of it. Values of fields marked {@code @pii} are masked in it.
 *
 * @param variables of the rule in the order of its pattern, each with those of its events that are
 *     on this page
 * @param absent what did not come, as the pattern asks; on every page. Empty also where the rule is
 *     gone
 * @param events how many events there are in all
 * @param next where the next page starts, or −1 if this is the last
 */
public record Evidence(List<OfVariable> variables, List<Absent> absent, int events, int next) {
  public Evidence {
    variables = List.copyOf(variables);
    absent = List.copyOf(absent);
  }

  /** The events bound to a variable, in their order. */
  public record OfVariable(String variable, List<Bound> events) {
    public OfVariable {
      events = List.copyOf(events);
    }
  }

  /** An event that the match holds. */
  public sealed interface Bound {
    /** As alerts show it; masked if it is personal data. */
    String id();

    /** Its place among all events, from 1. */
    long number();
  }

  /**
   * An event as it was.
   *
   * @param type name of its type
   * @param version of the rule set that was in force when it came: with its declarations it is
   *     read, and its conditions were asked
   * @param fields all that are declared, in their order
   * @param known how declared fields are named in JSON: what else {@code raw} holds was not
   *     declared
   * @param raw the record as it arrived
   * @param isWhole whether people may see all of {@code raw}: what was not declared in it, too
   * @param condition of the variable, at that moment
   */
  public record Found(
      String id,
      long number,
      String type,
      int version,
      List<NamedValue> fields,
      List<String> known,
      byte[] raw,
      boolean isWhole,
      Asked condition)
      implements Bound {
    public Found {
      fields = List.copyOf(fields);
      known = List.copyOf(known);
    }
  }

  /** An event that cannot be shown. */
  public record Missing(String id, long number, Why why) implements Bound {}

  /** Why an event cannot be shown. */
  public enum Why {
    /** The journal was cut since; or the event came before a journal that was made anew. */
    NOT_IN_JOURNAL("the journal does not hold this event any more"),
    /** A rule made it of others; the journal holds what comes from outside. */
    MADE_BY_A_RULE("a rule made this event; the journal holds what it was made of"),
    /** The version of the rule set that was in force then is gone, or does not compile any more. */
    RULES_GONE("the version of the rules that was in force when this event came is gone");

    private final String text;

    Why(String text) {
      this.text = text;
    }

    /** A sentence without a capital and a stop. */
    public String text() {
      return text;
    }
  }

  /** What a variable's condition said of an event. */
  public sealed interface Asked {
    /** There is none: every event of the type fits. */
    record Nothing() implements Asked {}

    /**
     * It was evaluated again.
     *
     * @param text in the author's words, on one line
     * @param sentence the condition, its outcome and the values behind it, in plain words
     */
    record Answer(String text, ConditionReport report, String sentence) implements Asked {}

    /**
     * It looks back at events that are missing.
     *
     * @param variable one of which an event is missing
     */
    record Untold(String text, String variable) implements Asked {}
  }
}
