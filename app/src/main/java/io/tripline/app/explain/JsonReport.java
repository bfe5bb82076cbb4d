package io.tripline.app.explain;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.explain.ConditionReport;
import io.tripline.engine.explain.Happening;
import io.tripline.engine.explain.Moment;
import io.tripline.engine.explain.Moment.EventAt;
import io.tripline.engine.explain.PartialMatch;
import io.tripline.engine.explain.Wording;
import io.tripline.engine.match.TraceStep.Closing;
import io.tripline.engine.match.TraceStep.Ending;
import io.tripline.engine.match.TraceStep.Refusal;
import io.tripline.rest.json.AlertJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An explanation for programs: a JSON object a line; the form is in {@code docs/explain.md}. */
final class JsonReport implements Report {
  private static final JsonMapper JSON = new JsonMapper();

  private final OutputStream out;
  private final Rule rule;
  private final String pattern;
  private final Wording wording;
  private final long limit;
  private long shown;
  private long left;

  /**
   * @param limit the most moments; {@code Long.MAX_VALUE} for all
   */
  JsonReport(OutputStream out, Rule rule, String pattern, Wording wording, long limit) {
    this.out = out;
    this.rule = rule;
    this.pattern = pattern;
    this.wording = wording;
    this.limit = limit;
  }

  private void write(Map<String, Object> object) throws IOException {
    out.write(JSON.writeValueAsBytes(object));
    out.write('\n');
  }

  private static Map<String, Object> object(String kind) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", kind);
    return object;
  }

  @Override
  public void begin(List<NamedValue> key) throws IOException {
    Map<String, Object> object = object("rule");
    object.put("rule", rule.name());
    Map<String, Object> parts = new LinkedHashMap<>();
    key.forEach(part -> parts.put(part.name(), AlertJson.text(part.value())));
    object.put("key", parts);
    object.put("pattern", pattern);
    if (rule.withinMillis() != Rule.NO_BOUND) {
      object.put("within", Wording.duration(rule.withinMillis()));
    }
    write(object);
  }

  @Override
  public void moment(Moment moment) throws IOException {
    if (shown >= limit) {
      left++;
      return;
    }
    shown++;
    EventAt event = moment.event();
    Map<String, Object> object = object(event == null ? "time" : "event");
    object.put("time", Wording.time(moment.time()));
    if (event != null) {
      object.put("id", wording.id(event));
      object.put("type", event.type());
      object.put("number", event.number());
      object.put("late", event.late());
    }
    List<Object> steps = new ArrayList<>();
    moment.happenings().forEach(happening -> steps.add(step(happening)));
    object.put("steps", steps);
    List<Object> alerts = new ArrayList<>();
    moment.alerts().forEach(outcome -> alerts.add(outcome(outcome)));
    object.put("alerts", alerts);
    write(object);
  }

  private Map<String, Object> step(Happening happening) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("match", happening.match().number());
    switch (happening) {
      case Happening.Took(var match, var from, Variable variable, int count) -> {
        step.put("step", from.isNone() ? "began" : from == match ? "took" : "branched");
        if (!from.isNone() && from != match) {
          step.put("from", from.number());
        }
        step.put("variable", variable.name());
        step.put("count", count);
      }
      case Happening.Refused refused -> {
        step.put("step", "refused");
        step.put("variable", refused.variable().name());
        step.put("why", why(refused.why()));
        step.put("text", wording.refusal(refused));
        condition(step, refused.report());
      }
      case Happening.Closed closed -> {
        step.put("step", "closed");
        step.put("variable", closed.variable().name());
        step.put("why", why(closed.why()));
        step.put("text", wording.closing(closed));
        condition(step, closed.report());
      }
      case Happening.Waits waits -> {
        step.put("step", "waits");
        step.put("end", Wording.time(waits.end()));
        List<Object> absent = new ArrayList<>();
        for (Happening.Waits.Absent each : waits.absent()) {
          Map<String, Object> part = new LinkedHashMap<>();
          part.put("variable", each.variable().name());
          part.put("until", Wording.time(each.until()));
          part.put("next_only", each.nextOnly());
          absent.add(part);
        }
        step.put("absent", absent);
        step.put("text", wording.waiting(waits));
      }
      case Happening.Spoiled spoiled -> {
        step.put("step", "spoiled");
        step.put("variable", spoiled.variable().name());
        step.put("end", Wording.time(spoiled.end()));
        step.put("text", wording.spoiled(spoiled));
        condition(step, spoiled.report());
      }
      case Happening.Settled settled -> step.put("step", "settled");
      case Happening.Remembered remembered -> {
        step.put("step", "remembered");
        step.put("variable", remembered.variable().name());
        step.put("until", Wording.time(remembered.until()));
      }
      case Happening.Matched matched -> step.put("step", "matched");
      case Happening.OverLimit over -> step.put("step", "over_limit");
      case Happening.PassedOver passed -> {
        step.put("step", "passed_over");
        step.put("by", passed.by().number());
      }
      case Happening.Ended ended -> {
        step.put("step", "ended");
        ending(step, ended);
      }
    }
    return step;
  }

  private void ending(Map<String, Object> into, Happening.Ended ended) {
    into.put("why", why(ended.why()));
    into.put("text", wording.ending(ended));
    PartialMatch by = ended.by();
    if (by != null) {
      into.put("by", by.number());
    }
  }

  private static String why(Refusal why) {
    return switch (why) {
      case Refusal.WrongType w -> "type";
      case Refusal.NotSatisfied n -> "condition";
      case Refusal.GapBroken g -> "gap";
      case Refusal.UntilHolds u -> "until";
      case Refusal.GreedyFirst g -> "greedy";
      case Refusal.OutsideGap o -> "bound";
      case Refusal.Forbidden f -> "not";
    };
  }

  private static String why(Closing why) {
    return switch (why) {
      case Closing.NotNext n -> "not_next";
      case Closing.TakenBy t -> "taken";
      case Closing.UntilHolds u -> "until";
      case Closing.ReluctantLeaves r -> "reluctant";
      case Closing.Forbidden f -> "not";
      case Closing.TimeOver t -> t.gap() == null ? "within" : "bound";
    };
  }

  private static String why(Ending why) {
    return switch (why) {
      case Ending.Complete c -> "complete";
      case Ending.NoWayOn n -> "no_way_on";
      case Ending.TimeOver t -> t.gap() == null ? "within" : "bound";
      case Ending.Skipped s -> "skipped";
      case Ending.TooMany t -> "too_many";
    };
  }

  private void condition(Map<String, Object> into, @Nullable ConditionReport report) {
    if (report == null) {
      return;
    }
    List<Object> parts = new ArrayList<>();
    for (ConditionReport.Part part : report.parts()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("text", part.text());
      each.put("is", part.outcome().text());
      each.put("decides", part.decides());
      if (part.error() != null) {
        each.put("error", part.error());
      }
      Map<String, Object> values = new LinkedHashMap<>();
      part.values().forEach(term -> values.put(term.text(), wording.value(term)));
      each.put("values", values);
      parts.add(each);
    }
    into.put("condition", parts);
  }

  private static Map<String, Object> outcome(Moment.Outcome outcome) {
    Map<String, Object> object = new LinkedHashMap<>();
    switch (outcome) {
      case Moment.Outcome.Raised(Alert alert) -> {
        object.put("id", alert.id());
        object.put("severity", alert.severity().text());
        object.put("score", alert.score() < 0 ? null : alert.score());
        object.put("message", alert.message());
      }
      case Moment.Outcome.HeldBack(Alert standing) -> object.put("held_back_by", standing.id());
    }
    return object;
  }

  @Override
  public void end(Totals totals) throws IOException {
    Map<String, Object> object = object("totals");
    object.put("events", totals.events());
    object.put("of_key", totals.ofKey());
    object.put("without_key", totals.withoutKey());
    object.put("rejected", totals.rejected());
    object.put("alerts", totals.alerts());
    object.put("held_back", totals.heldBack());
    object.put("moments_left_out", left);
    write(object);
  }

  @Override
  public void whyNot(PartialMatch furthest) throws IOException {
    tell("why_not", furthest);
  }

  @Override
  public void whyNot(List<PartialMatch> starts) throws IOException {
    for (PartialMatch start : starts) {
      tell("start", start);
    }
  }

  private void tell(String kind, PartialMatch match) throws IOException {
    Map<String, Object> object = object(kind);
    object.put("match", match.number());
    if (!match.isNone()) {
      Map<String, List<Object>> held = new LinkedHashMap<>();
      match
          .bound()
          .forEach(
              bound ->
                  held.computeIfAbsent(bound.variable().name(), v -> new ArrayList<>())
                      .add(wording.id(bound.event())));
      object.put("held", held);
      object.put("next", match.next().stream().map(Variable::name).toList());
      object.put(
          "parts",
          match.parts().stream().map(p -> p.stream().map(Variable::name).toList()).toList());
      object.put("needed", match.needed());
      object.put(
          "waits_until",
          match.waits().isEmpty() ? null : Wording.time(match.waits().getFirst().end()));
    }
    Happening.Refused miss = match.nearestMiss();
    EventAt event = match.nearestEvent();
    if (miss != null && event != null) {
      Map<String, Object> nearest = new LinkedHashMap<>();
      nearest.put("time", Wording.time(event.time()));
      nearest.put("id", wording.id(event));
      nearest.put("variable", miss.variable().name());
      nearest.put("why", why(miss.why()));
      nearest.put("text", wording.refusal(miss));
      condition(nearest, miss.report());
      object.put("nearest", nearest);
    }
    Happening.Ended ended = match.end();
    if (ended != null) {
      Map<String, Object> end = new LinkedHashMap<>();
      ending(end, ended);
      end.put("time", Wording.time(match.endTime()));
      object.put("end", end);
    }
    write(object);
  }
}
