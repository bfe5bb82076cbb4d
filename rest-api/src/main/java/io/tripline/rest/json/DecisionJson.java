package io.tripline.rest.json;

import io.tripline.engine.decision.Answer;
import io.tripline.rest.decision.Reply;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller is told who waits for a decision; the form is in {@code docs/api.md}. */
public final class DecisionJson {
  private static final BigDecimal NANOS_PER_MILLI = BigDecimal.valueOf(1_000_000);

  /** With the features of some dozen rules. */
  private static final int USUAL_LENGTH = 2_048;

  private DecisionJson() {}

  /** One object, without a line break. */
  public static String of(Reply reply) {
    StringBuilder out = new StringBuilder(USUAL_LENGTH);
    JsonText json = new JsonText(out).beginObject();
    json.name("decision").string(reply.decision().text());
    json.name("decided").raw(Boolean.toString(reply.decided()));
    json.name("timed_out").raw(Boolean.toString(reply.timedOut()));
    json.name("not_matched");
    text(reply.notMatched(), json);
    json.name("repeated").raw(Boolean.toString(reply.repeated()));
    json.name("type").string(reply.type());
    json.name("id");
    text(reply.id(), json);
    Answer answer = reply.answer();
    json.name("rules").beginArray();
    if (answer != null) {
      answer.rules().forEach(rule -> rule(rule, json));
    }
    json.endArray();
    json.name("alerts").beginArray();
    if (answer != null) {
      answer.alerts().forEach(alert -> alert(alert, json));
    }
    json.endArray();
    json.name("more_alerts").number(answer == null ? 0 : answer.moreAlerts());
    json.name("features");
    AlertJson.values(answer == null ? List.of() : answer.features(), json);
    json.name("latency").raw(millis(reply.nanos()));
    json.endObject();
    return out.toString();
  }

  private static void rule(Answer.ByRule rule, JsonText json) {
    json.beginObject();
    json.name("ruleset").string(rule.ruleSet());
    json.name("rule").string(rule.rule());
    json.name("decision").string(rule.decision().text());
    json.endObject();
  }

  private static void alert(Answer.Raised alert, JsonText json) {
    json.beginObject();
    json.name("id").string(alert.id());
    json.name("ruleset").string(alert.ruleSet());
    json.name("rule").string(alert.rule());
    json.name("severity").string(alert.severity().text());
    json.name("score");
    if (alert.score() < 0) {
      json.raw("null");
    } else {
      json.number(alert.score());
    }
    json.name("message").string(alert.message());
    json.name("suppressed").raw(String.valueOf(alert.suppressed()));
    json.endObject();
  }

  private static void text(@Nullable String text, JsonText json) {
    if (text == null) {
      json.raw("null");
    } else {
      json.string(text);
    }
  }

  /** To the microsecond. */
  private static String millis(long nanos) {
    return BigDecimal.valueOf(nanos)
        .divide(NANOS_PER_MILLI, 3, RoundingMode.HALF_UP)
        .toPlainString();
  }
}
