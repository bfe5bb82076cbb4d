package io.tripline.rest.json;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * An event of PagerDuty's Events API v2 that triggers an alert there, within that API's limits,
 * also that of 512 KB. What is sent twice is one there, because it has the same key. Several alerts
 * are one there, as severe as the most severe of them.
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
  public String of(Notice notice) {
    Alert alert = notice.first();
    int count = notice.alerts().size();
    String rule = alert.ruleSet() + "/" + alert.rule();
    JsonText json = new JsonText(new StringBuilder(1000)).beginObject();
    json.name("routing_key").string(routingKey);
    json.name("event_action").string("trigger");
    json.name("dedup_key").string(alert.id());
    json.name("client").string("Tripline");
    json.name("payload").beginObject();
    String summary = alert.message().isBlank() ? rule : alert.message();
    String counted = count == 1 ? summary : count + " alerts, the first: " + summary;
    json.name("summary").string(ShortText.cut(counted, SUMMARY));
    json.name("source").string(rule);
    json.name("severity").string(severity(worst(notice)));
    json.name("timestamp").string(Instant.ofEpochMilli(alert.time()).toString());
    json.name("component").string(alert.ruleSet());
    json.name("class").string(alert.rule());
    if (!alert.key().isEmpty()) {
      json.name("group").string(ShortText.cut(AlertJson.key(alert), GROUP));
    }
    details(notice, json.name("custom_details"));
    return json.endObject().endObject().text();
  }

  private static Severity worst(Notice notice) {
    return notice.alerts().stream()
        .map(Alert::severity)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static void details(Notice notice, JsonText json) {
    Alert alert = notice.first();
    json.beginObject();
    json.name("type").string(notice.isTrial() ? "test" : "alert");
    json.name("id").string(alert.id());
    json.name("ordinal").number(alert.ordinal());
    json.name("severity").string(alert.severity().text());
    AlertJson.score(alert, json.name("score"));
    values(alert.key(), json.name("key"));
    values(alert.with(), json.name("with"));
    json.name("tags").beginArray();
    alert.tags().stream().limit(DETAILS).forEach(json::string);
    json.endArray();
    if (notice.isGroup()) {
      group(notice.alerts(), json);
    }
    json.endObject();
  }

  /** How many there are, and of the first of them what they are. */
  private static void group(List<Alert> alerts, JsonText json) {
    json.name("count").number(alerts.size());
    json.name("alerts").beginArray();
    for (Alert each : alerts.subList(0, Math.min(alerts.size(), DETAILS))) {
      json.beginObject();
      json.name("id").string(each.id());
      json.name("rule").string(each.ruleSet() + "/" + each.rule());
      json.name("severity").string(each.severity().text());
      json.name("message").string(ShortText.cut(each.message(), DETAIL));
      json.endObject();
    }
    json.endArray();
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
