package io.tripline.engine.ruletest;

import static java.util.Objects.requireNonNull;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.dsl.ir.RuleTest.ExpectedAlert;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.KeyBuffer;
import io.tripline.engine.explain.Follower;
import io.tripline.engine.explain.Happening;
import io.tripline.engine.explain.Moment.EventAt;
import io.tripline.engine.explain.PartialMatch;
import io.tripline.engine.explain.SourceText;
import io.tripline.engine.explain.Wording;
import io.tripline.engine.match.TraceStep.Ending;
import io.tripline.engine.pipeline.Rehearsal;
import io.tripline.engine.pipeline.RehearsalSession;
import io.tripline.engine.pipeline.RuleKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says why an expected alert did not come, or a decision: how far the rule got, and what kept it
 * from going on.
 */
final class MissingAlert {
  /** Keys that are followed where the test does not say whose alert it expects. */
  private static final int MOST_KEYS = 20;

  private final RuleTest test;
  private final Rule rule;
  private final Rehearsal rehearsal;
  private final SourceText source;
  private final RuleKey key;
  private final Wording wording;
  private final EventWriter events;

  MissingAlert(RuleTest test, Rule rule, Rehearsal rehearsal, SourceText source) {
    this.test = test;
    this.rule = rule;
    this.rehearsal = rehearsal;
    this.source = source;
    this.key = RuleKey.of(rule, rehearsal.schema());
    this.wording = new Wording(rule, true);
    this.events = GivenEvents.written(test.events(), rehearsal.schema());
  }

  /**
   * Lines that say it.
   *
   * @param taken how many alerts of the expected rule and key are those of other expectations
   */
  List<String> why(ExpectedAlert expected, long taken) {
    List<byte[]> keys = keys(expected);
    if (keys.isEmpty()) {
      return List.of(
          expected.key() == null
              ? "no event of this test is input of the rule"
              : "no event of this test has this key");
    }
    Follower follower = furthest(keys);
    List<String> lines = new ArrayList<>();
    if (follower.heldBack() > 0) {
      lines.add(
          follower.heldBack() == 1
              ? "a match was held back by `once per`"
              : follower.heldBack() + " matches were held back by `once per`");
    }
    tell(follower, expected.key() == null, taken, lines);
    return lines;
  }

  /**
   * Lines that say why the rule did not fire, after the events up to one.
   *
   * @param atEvent on the last event of the test, which has this index, or {@link
   *     ExpectedAlert#NOT_GIVEN} for any
   */
  List<String> whyNot(int atEvent) {
    List<byte[]> keys = atEvent == ExpectedAlert.NOT_GIVEN ? keys((byte[]) null) : keyOf(atEvent);
    if (keys.isEmpty()) {
      return List.of(
          (atEvent == ExpectedAlert.NOT_GIVEN ? "no event of this test is" : "it is not")
              + " input of the rule `"
              + rule.name()
              + "`");
    }
    List<String> lines = new ArrayList<>();
    tell(furthest(keys), true, 0, lines);
    return lines;
  }

  private List<byte[]> keyOf(int event) {
    EventView view = new EventView().wrap(events.bytes(), 0);
    for (int i = 0; i < event; i++) {
      view.next();
    }
    KeyBuffer key = this.key.of(view);
    return key == null ? List.of() : List.of(key.copy());
  }

  private Follower furthest(List<byte[]> keys) {
    Follower furthest = null;
    for (byte[] each : keys) {
      Follower follower = follow(each);
      if (furthest == null || isFurther(follower.furthest(), furthest.furthest())) {
        furthest = follower;
      }
    }
    return requireNonNull(furthest);
  }

  private static boolean isFurther(PartialMatch one, PartialMatch other) {
    return !one.isNone() && (other.isNone() || one.needed() < other.needed());
  }

  /** The expected key, if an event has it; or those of all events. */
  private List<byte[]> keys(ExpectedAlert expected) {
    return keys(expected.key() == null ? null : key.of(parts(expected.key())));
  }

  private List<byte[]> keys(byte @Nullable [] wanted) {
    List<byte[]> keys = new ArrayList<>();
    EventView view = new EventView();
    for (int at = 0; at < events.length(); at += view.length()) {
      view.wrap(events.bytes(), at);
      KeyBuffer ofEvent = key.of(view);
      if (ofEvent != null
          && (wanted == null || ofEvent.matches(wanted))
          && keys.stream().noneMatch(ofEvent::matches)
          && keys.size() < MOST_KEYS) {
        keys.add(ofEvent.copy());
      }
    }
    return keys;
  }

  /** Key parts as keys are made of them: enum values by their symbols. */
  private List<Object> parts(List<Object> boxed) {
    List<Object> parts = new ArrayList<>();
    for (int i = 0; i < boxed.size(); i++) {
      parts.add(
          boxed.get(i) instanceof Long n
                  && AlertComparison.keyTypes(rule).get(i) instanceof Type.Enumeration(var symbols)
              ? symbols.get(Math.toIntExact(n))
              : boxed.get(i));
    }
    return parts;
  }

  private Follower follow(byte[] wanted) {
    Follower follower =
        new Follower(
                rule,
                rehearsal.schema(),
                source,
                event -> {
                  KeyBuffer ofEvent = key.of(event);
                  return ofEvent != null && ofEvent.matches(wanted);
                },
                0,
                moment -> {})
            .lookUps(rehearsal.lookUps());
    RehearsalSession session = rehearsal.start(follower, Map.of(rule.name(), follower));
    GivenEvents.play(test, events, session);
    follower.finish();
    return follower;
  }

  private void tell(Follower follower, boolean anyKey, long taken, List<String> lines) {
    PartialMatch match = follower.furthest();
    Happening.Ended end = match.end();
    if (taken > 0) {
      String of = anyKey ? " of the rule" : " of this key";
      lines.add(
          taken == 1
              ? "the one alert" + of + " is that of another expectation"
              : "the " + taken + " alerts" + of + " are those of other expectations");
      if (match.isNone() || end != null && end.why() instanceof Ending.Skipped) {
        return; // what did not begin, or was begun by what became an alert
      }
    }
    if (match.isNone()) {
      lines.add("no event began a match");
    } else {
      lines.add("furthest: " + held(match));
      if (!match.next().isEmpty()) {
        lines.add(
            "next:     "
                + match.next().stream()
                    .map(v -> "`" + v.name() + "`")
                    .collect(Collectors.joining(" or ")));
      }
    }
    if (!match.parts().isEmpty()) {
      lines.add("needs:    " + Wording.parts(match.parts()));
    }
    // What has spoiled it stands at the end.
    match.waits().forEach(waits -> lines.add("waiting:  " + wording.waiting(waits)));
    nearest(match, lines);
    if (end != null) {
      lines.add("end:      " + wording.ending(end));
    }
  }

  private String held(PartialMatch match) {
    Map<Variable, List<String>> byVariable = new LinkedHashMap<>();
    for (PartialMatch.Bound bound : match.bound()) {
      byVariable
          .computeIfAbsent(bound.variable(), v -> new ArrayList<>())
          .add(label(bound.event()));
    }
    return byVariable.entrySet().stream()
        .map(each -> each.getKey().name() + " = " + String.join(" ", each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void nearest(PartialMatch match, List<String> lines) {
    Happening.@Nullable Refused miss = match.nearestMiss();
    EventAt event = match.nearestEvent();
    if (miss == null || event == null) {
      return;
    }
    lines.add(
        "nearest:  "
            + label(event)
            + " is not `"
            + miss.variable().name()
            + "`: "
            + wording.refusal(miss));
    for (String value : wording.values(miss.report())) {
      lines.add("            " + value);
    }
  }

  private String label(EventAt event) {
    return test.events().get(Math.toIntExact(event.number()) - 1).label();
  }
}
