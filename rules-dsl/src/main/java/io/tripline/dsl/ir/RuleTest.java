package io.tripline.dsl.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A test of a rule: events given, alerts expected (language reference, "Tests").
 *
 * @param rule the rule it is about
 * @param title what it is called; null where it has no title
 * @param variant the rule with the parameters that the test gives it; null where it gives none
 * @param world what lists and tables hold, in the order of the test; without it they are empty
 * @param events in the order in which they arrive
 * @param expected the alerts that must be raised, in any order
 * @param others what is said of alerts that are not expected: those of the rule that the test
 *     names, and of the rules that its expectations name
 * @param decisions what must be answered, in any order
 * @param otherDecisions what is said of answers that are not expected, by the same rules
 */
public record RuleTest(
    String rule,
    @Nullable String title,
    @Nullable String doc,
    @Nullable Rule variant,
    List<Contents> world,
    List<GivenEvent> events,
    List<ExpectedAlert> expected,
    Others others,
    List<ExpectedDecision> decisions,
    Others otherDecisions,
    Place place) {

  public RuleTest {
    world = List.copyOf(world);
    events = List.copyOf(events);
    expected = List.copyOf(expected);
    decisions = List.copyOf(decisions);
  }

  /** The same test, of which nothing comes after the event with an index. */
  public RuleTest upTo(int event) {
    return new RuleTest(
        rule,
        title,
        doc,
        variant,
        world.stream().filter(contents -> contents.beforeEvent() <= event).toList(),
        events.subList(0, event + 1),
        expected,
        others,
        decisions,
        otherDecisions,
        place);
  }

  /** Which alerts may be raised, or decisions made, besides the expected ones. */
  public enum Others {
    /** Any. */
    ANY,
    /** None. */
    NONE
  }

  /** All that a list or a table holds from some event of the test on. */
  public sealed interface Contents {
    /** The index of the first event that sees it; behind the last one their number. */
    int beforeEvent();

    Place place();

    /**
     * Of a list.
     *
     * @param values boxed as {@link Expr} has them
     */
    record OfList(ValueList list, List<Object> values, int beforeEvent, Place place)
        implements Contents {
      public OfList {
        values = List.copyOf(values);
      }
    }

    /** Of a table. */
    record OfTable(Table table, List<TableRow> rows, int beforeEvent, Place place)
        implements Contents {
      public OfTable {
        rows = List.copyOf(rows);
      }
    }
  }

  /**
   * A row of a table.
   *
   * @param key boxed as {@link Expr} has it
   * @param values one for each column, boxed alike; null where the row has none
   */
  public record TableRow(Object key, List<@Nullable Object> values) {
    public TableRow {
      values = Collections.unmodifiableList(new ArrayList<>(values));
    }
  }

  /**
   * An event.
   *
   * @param label what expectations call it: its id; of a type without one, its cell in the column
   *     {@code row}, or its place in the test
   * @param values one for each field of the type, boxed as {@link Expr} has it; null where the
   *     event has none
   */
  public record GivenEvent(
      EventType type, String label, List<@Nullable Object> values, Place place) {
    public GivenEvent {
      values = Collections.unmodifiableList(new ArrayList<>(values));
    }
  }

  /**
   * An alert.
   *
   * @param key one value for each part of the rule's key, boxed as {@link Expr} has it; null where
   *     it is not given
   * @param atEvent the index of the event that is the last of the match, or {@link #NOT_GIVEN}
   * @param atMillis the time of the alert, or null where it is not given
   * @param bindings for each variable that is given, the indexes of its events in order
   * @param score or null where it is not given
   * @param text or null where it is not given
   * @param severity or null where it is not given
   * @param with for each named value that is given, in the order of the test
   */
  public record ExpectedAlert(
      String rule,
      @Nullable List<Object> key,
      int atEvent,
      @Nullable Long atMillis,
      Map<String, List<Integer>> bindings,
      @Nullable Integer score,
      @Nullable String text,
      @Nullable Severity severity,
      Map<String, ExpectedValue> with,
      Place place) {
    public static final int NOT_GIVEN = -1;

    public ExpectedAlert {
      key = key == null ? null : List.copyOf(key);
      bindings = Collections.unmodifiableMap(new LinkedHashMap<>(bindings));
      with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }
  }

  /**
   * A decision.
   *
   * @param decision what is answered to whoever asks about the event: the most severe one of the
   *     rules that take part
   * @param atEvent the index of the event, or {@link ExpectedAlert#NOT_GIVEN}
   */
  public record ExpectedDecision(Decision decision, int atEvent, Place place) {}

  /**
   * A value of an alert.
   *
   * @param type of the expression that gives it
   * @param value boxed as {@link Expr} has it, of a length or a speed the text; null for null
   * @param text as it is written
   */
  public record ExpectedValue(Type type, @Nullable Object value, String text) {}
}
