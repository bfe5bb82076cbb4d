package io.tripline.rest.json;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import java.time.Instant;
import java.util.List;

/**
 * An event of PagerDuty's Events API v2 that triggers an alert there, within that API's limits,
 * also that of 512 KB. An alert that is sent twice is one there, because it has the same key.
 */
final class PagerDutyForm implements AlertForm {
  static final int SUMMARY = 1024;

  /** Of ours: the longest text of a detail, and the most of them, of each kind. */
  static final int DETAIL = 1000;

  static final int DETAILS = 25;

  private static final int GROUP = 255;

  private final String routingKey;

  PagerDutyForm(String routingKey) {
    this.routingKey = routingKey;
  }

  @Override
  public String of(Alert alert, boolean isTrial) {
    String rule = alert.ruleSet() + "/" + alert.rule();
    JsonText json = new JsonText(new StringBuilder(1000)).beginObject();
    json.name("routing_key").string(routingKey);
    json.name("event_action").string("trigger");
    json.name("dedup_key").string(alert.id());
    json.name("client").string("Tripline");
    json.name("payload").beginObject();
    String summary = alert.message().isBlank() ? rule : alert.message();
    json.name("summary").string(ShortText.cut(summary, SUMMARY));
    json.name("source").string(rule);
    json.name("severity").string(severity(alert.severity()));
    json.name("timestamp").string(Instant.ofEpochMilli(alert.time()).toString());
    json.name("component").string(alert.ruleSet());
    json.name("class").string(alert.rule());
    if (!alert.key().isEmpty()) {
      json.name("group").string(ShortText.cut(AlertJson.key(alert), GROUP));
    }
    details(alert, isTrial, json.name("custom_details"));
    return json.endObject().endObject().text();
  }

  private static void details(Alert alert, boolean isTrial, JsonText json) {
    json.beginObject();
    json.name("type").string(isTrial ? "test" : "alert");
    json.name("id").string(alert.id());
    json.name("ordinal").number(alert.ordinal());
    json.name("severity").string(alert.severity().text());
    AlertJson.score(alert, json.name("score"));
    values(alert.key(), json.name("key"));
    values(alert.with(), json.name("with"));
    json.name("tags").beginArray();
    alert.tags().stream().limit(DETAILS).forEach(json::string);
    json.endArray().endObject();
  }

  private static void values(List<NamedValue> values, JsonText json) {
    json.beginObject();
    for (NamedValue each : values.subList(0, Math.min(values.size(), DETAILS))) {
      json.name(each.name());
      if (each.value() instanceof Value.Text(String text)) {
        json.string(ShortText.cut(text, DETAIL));
      } else {
        AlertJson.value(each.value(), json);
      }
    }
    json.endObject();
  }

  private static String severity(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "critical";
      case HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW, INFO -> "info";
    };
  }
}
