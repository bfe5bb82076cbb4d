package io.tripline.engine.explain;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleText;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.alert.Value;
import io.tripline.engine.explain.ConditionReport.NamedTerm;
import io.tripline.engine.explain.ConditionReport.Part;
import io.tripline.engine.explain.Moment.EventAt;
import io.tripline.engine.expression.ValueText;
import io.tripline.engine.match.TraceStep.Closing;
import io.tripline.engine.match.TraceStep.Ending;
import io.tripline.engine.match.TraceStep.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in plain words what happened to the partial matches of one rule. Immutable. */
public final class Wording {
  /** In place of a value that people may not see. */
  public static final String MASKED = Value.MASKED;

  private final Rule rule;
  private final boolean showPii;

  /**
   * @param showPii whether fields marked {@code @pii} are shown as they are
   */
  public Wording(Rule rule, boolean showPii) {
    this.rule = rule;
    this.showPii = showPii;
  }

  /** Why an event was not taken, after "not {@code hit}:". */
  public String refusal(Happening.Refused refused) {
    return switch (refused.why()) {
      case Refusal.WrongType() -> "it is no " + refused.variable().type().name();
      case Refusal.NotSatisfied() -> conditions(refused.report());
      case Refusal.GapBroken() ->
          "it fits, but an earlier event has closed the way to `" + name(refused.variable()) + "`";
      case Refusal.UntilHolds(Pattern.Until until) ->
          "the loop is over before it begins, as its `until` holds: " + holding(refused.report());
      case Refusal.OutsideGap(Pattern.Gap gap, long passed) -> outside(gap, passed);
      case Refusal.Forbidden(int variable, long seen, long millis) ->
          "it fits, but "
              + (refused.earlier() == null ? "an event" : id(refused.earlier().event()))
              + " of "
              + time(seen)
              + " is `"
              + name(variable)
              + "`, which must not come in the "
              + duration(millis)
              + " before it";
      case Refusal.GreedyFirst(int variable) ->
          "it fits, but `" + name(variable) + "` is greedy, and could take it";
    };
  }

  /** Why the way to a variable is closed. */
  public String closing(Happening.Closed closed) {
    return switch (closed.why()) {
      case Closing.NotNext() -> "`=>` takes the very next event only, and this was it";
      case Closing.TakenBy(int variable) ->
          "`->` passes over no event that fits, and this one fits `" + name(variable) + "`";
      case Closing.Forbidden(int variable) ->
          "this event is `" + name(variable) + "`, which must not come between";
      case Closing.TimeOver(Pattern.Gap gap, long deadline) -> over(gap, deadline);
      case Closing.UntilHolds(Pattern.Until until) ->
          "its `until` holds: " + holding(closed.report());
      case Closing.ReluctantLeaves(int variable) ->
          "it is reluctant, and this event fits `" + name(variable) + "`, which follows";
    };
  }

  /** How a partial match came to its end. */
  public String ending(Happening.Ended ended) {
    return switch (ended.why()) {
      case Ending.Complete() -> "complete";
      case Ending.NoWayOn() -> noWayOn(ended);
      case Ending.TimeOver(Pattern.Gap gap, long deadline) -> over(gap, deadline);
      case Ending.Skipped(int by) ->
          "dropped by `after match skip " + skip() + "`, as #" + by + " became a match";
      case Ending.TooMany() ->
          "too many partial matches of this key: those that began first are dropped";
    };
  }

  private String noWayOn(Happening.Ended ended) {
    Stream<String> closings = ended.closings().stream().map(this::closing);
    Stream<String> spoiled = Stream.ofNullable(ended.spoiled()).map(this::spoiled);
    return Stream.concat(closings, spoiled).distinct().collect(Collectors.joining("; "));
  }

  private static String outside(Pattern.Gap gap, long passed) {
    return "it fits, but comes "
        + duration(passed)
        + " after the event before, too "
        + (passed < gap.leastMillis() ? "early" : "late")
        + " for `"
        + RuleText.bound(gap)
        + "`";
  }

  private String over(Pattern.@Nullable Gap gap, long deadline) {
    String bound = gap == null ? "within " + duration(rule.withinMillis()) : RuleText.bound(gap);
    return "`" + bound + "` was over at " + time(deadline);
  }

  /** What a partial match waits for, and until when. */
  public String waiting(Happening.Waits waits) {
    return "is complete when "
        + time(waits.end())
        + " has passed, if there is "
        + waits.absent().stream()
            .map(
                absent ->
                    "no `"
                        + absent.variable().name()
                        + "`"
                        + (absent.nextOnly()
                            ? " right behind"
                            : absent.until() == waits.end()
                                ? ""
                                : " until " + time(absent.until())))
            .collect(Collectors.joining(" and "));
  }

  /** Why it waits no more, after "it waits no more:". */
  public String spoiled(Happening.Spoiled spoiled) {
    String condition = holding(spoiled.report());
    return id(spoiled.event())
        + " is `"
        + spoiled.variable().name()
        + "`, which must not come"
        + (condition.isEmpty() ? "" : ": " + condition);
  }

  /** What comes of an event that must not come before a match. */
  public static String remembered(Happening.Remembered remembered) {
    return "it is `"
        + remembered.variable().name()
        + "`, so nothing that must not follow it begins until "
        + time(remembered.until());
  }

  /** What parts of {@code &} are still to come: {@code `b` and `c` in any order}. */
  public static String parts(List<List<Variable>> parts) {
    String all =
        parts.stream()
            .map(
                heads ->
                    heads.stream()
                        .map(v -> "`" + v.name() + "`")
                        .collect(Collectors.joining(" or ")))
            .map(part -> parts.size() > 1 && part.contains(" or ") ? "(" + part + ")" : part)
            .collect(Collectors.joining(" and "));
    return parts.size() > 1 ? all + ", in any order" : all;
  }

  /** Why a complete one is no match. */
  public String passedOver(Happening.PassedOver passed) {
    return "complete, too, but `after match skip "
        + skip()
        + "` leaves only #"
        + passed.by().number();
  }

  /** Why a complete one is no match where it is one of too many. */
  public String overLimit() {
    return "complete, too, but past the limit of "
        + String.format(Locale.ROOT, "%,d", rule.matchLimit())
        + " matches of one event";
  }

  private String skip() {
    return switch (rule.skip()) {
      case Skip.None() -> "none";
      case Skip.ToNext() -> "to next";
      case Skip.PastLast() -> "past last";
      case Skip.ToFirst(int variable) -> "to first " + name(variable);
      case Skip.ToLast(int variable) -> "to last " + name(variable);
    };
  }

  private String name(int variable) {
    return name(rule.variables().get(variable));
  }

  private static String name(Variable variable) {
    return variable.name();
  }

  /** The parts that decide, such as {@code amount > 50 is false, n = 1 is unknown}. */
  private static String conditions(@Nullable ConditionReport report) {
    if (report == null || report.deciding().isEmpty()) {
      return "its condition does not hold";
    }
    return report.deciding().stream()
        .map(
            part ->
                part.text()
                    + (part.error() == null
                        ? " is " + part.outcome().text()
                        : " cannot be computed: " + part.error()))
        .collect(Collectors.joining("; "));
  }

  private static String holding(@Nullable ConditionReport report) {
    return report == null
        ? ""
        : report.parts().stream().map(Part::text).collect(Collectors.joining(" and "));
  }

  /** The values behind a report, such as {@code amount = 45.00}; each once. */
  public List<String> values(@Nullable ConditionReport report) {
    return report == null
        ? List.of()
        : report.deciding().stream()
            .flatMap(part -> part.values().stream())
            .map(term -> term.text() + " = " + value(term))
            .distinct()
            .toList();
  }

  /**
   * A condition with its outcome and the values behind it, such as {@code amount > floor is true:
   * amount = 450.00, floor = 200.00}.
   *
   * @param condition the whole of it, as the author wrote it
   */
  public String sentence(String condition, ConditionReport report) {
    List<String> values = values(report);
    return condition
        + " is "
        + report.outcome().text()
        + (values.isEmpty() ? "" : ": " + String.join(", ", values));
  }

  /** The same report with the values masked that people may not see. */
  public ConditionReport masked(ConditionReport report) {
    if (showPii) {
      return report;
    }
    return new ConditionReport(
        report.outcome(),
        report.parts().stream()
            .map(
                part ->
                    new Part(
                        part.text(),
                        part.place(),
                        part.outcome(),
                        part.decides(),
                        part.error(),
                        part.values().stream().map(Wording::masked).toList()))
            .toList());
  }

  private static NamedTerm masked(NamedTerm term) {
    return term.pii() && !(term.value() instanceof Value.Null)
        ? new NamedTerm(term.text(), new Value.Text(MASKED), term.type(), true)
        : term;
  }

  /** A value, masked if need be; a string in quotes. */
  public String value(NamedTerm term) {
    if (term.pii() && !showPii && !(term.value() instanceof Value.Null)) {
      return MASKED;
    }
    String text = ValueText.of(term.type(), null).show(term.value());
    return term.type() == Type.Simple.STRING && !(term.value() instanceof Value.Null)
        ? "'" + text.replace("'", "''") + "'"
        : text;
  }

  /** An event's id, masked if need be. */
  public String id(EventAt event) {
    for (Key.Source source : rule.key().sources()) {
      EventType type = source.type();
      if (type.name().equals(event.type()) && type.idField() != EventType.NO_ID) {
        return type.fields().get(type.idField()).pii() && !showPii ? MASKED : event.id();
      }
    }
    return event.id();
  }

  /** A time in ISO form, UTC. */
  public static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** A duration as rules write it. */
  public static String duration(long millis) {
    return ValueText.of(Type.Simple.DURATION, null).show(new Value.Duration(millis));
  }
}
