package io.tripline.rest.json;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.alert.ValueText;
import io.tripline.engine.evidence.Evidence;
import io.tripline.state.Review;
import io.tripline.state.StoredAlert;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert as one line of JSON: the contract form, whose members, their order and their spelling
 * are promised byte for byte, and the HTTP form, which adds members after those.
 *
 * <p>Pure functions; thread-safe. No line ends in a line break, and none holds one.
 */
public final class AlertJson {
  private AlertJson() {}

  /** The contract form. Of an alert in shadow it says so at its end. */
  public static String line(Alert alert) {
    StringBuilder out = new StringBuilder(256);
    append(alert, out);
    return out.toString();
  }

  /** Appends the contract form. */
  public static void append(Alert alert, StringBuilder out) {
    JsonText json = new JsonText(out).beginObject();
    members(alert, json);
    if (alert.inShadow()) {
      json.name("mode").string(mode(alert));
    }
    json.endObject();
  }

  /**
   * The HTTP form: the contract form's members, then mode, rule set, ordinal, sequence,
   * suppressions and what people have said of it.
   */
  public static String httpForm(StoredAlert alert) {
    StringBuilder out = new StringBuilder(400);
    JsonText json = new JsonText(out).beginObject();
    httpMembers(alert, json);
    json.endObject();
    return out.toString();
  }

  /** The HTTP form with the evidence behind it, as {@code evidence}. */
  public static String withEvidence(StoredAlert alert, Evidence evidence) {
    StringBuilder out = new StringBuilder(4096);
    JsonText json = new JsonText(out).beginObject();
    httpMembers(alert, json);
    json.name("evidence");
    EvidenceJson.append(evidence, json);
    json.endObject();
    return out.toString();
  }

  static void httpMembers(StoredAlert stored, JsonText json) {
    Alert alert = stored.alert();
    members(alert, json);
    json.name("mode").string(mode(alert));
    placeMembers(alert, json);
    json.name("suppressed").number(stored.suppressed());
    String silenced = stored.silenced();
    json.name("silenced");
    if (silenced == null) {
      json.raw("null");
    } else {
      json.string(silenced);
    }
    json.name("acknowledged");
    acknowledged(stored.review().acknowledged(), json);
    json.name("feedback");
    feedback(stored.review().feedback(), json);
  }

  private static void acknowledged(Review.@Nullable Acknowledged acknowledged, JsonText json) {
    if (acknowledged == null) {
      json.raw("null");
      return;
    }
    json.beginObject().name("by").string(acknowledged.by());
    json.name("at").string(Instant.ofEpochMilli(acknowledged.at()).toString()).endObject();
  }

  private static void feedback(Review.@Nullable Feedback feedback, JsonText json) {
    if (feedback == null) {
      json.raw("null");
      return;
    }
    json.beginObject().name("verdict").string(feedback.verdict().text());
    json.name("by").string(feedback.by()).name("comment").string(feedback.comment());
    json.name("at").string(Instant.ofEpochMilli(feedback.at()).toString()).endObject();
  }

  /**
   * What a webhook is sent. Without the suppressions, which still grow: every attempt at a delivery
   * has the same bytes.
   */
  public static String webhookForm(Alert alert) {
    return message("alert", alert);
  }

  /** What a webhook is sent: an alert, several, or one to try it. */
  static String webhookForm(Notice notice) {
    if (notice.isGroup()) {
      return groupForm(notice);
    }
    return notice.isTrial() ? message("test", notice.first()) : webhookForm(notice.first());
  }

  private static String groupForm(Notice notice) {
    StringBuilder out = new StringBuilder(400 * notice.alerts().size());
    JsonText json = new JsonText(out).beginObject();
    json.name("type").string(notice.isTrial() ? "test" : "alerts");
    json.name("timestamp").string(Instant.ofEpochMilli(notice.first().time()).toString());
    json.name("data").beginObject();
    json.name("count").number(notice.alerts().size());
    alerts(notice, json.name("alerts"));
    return json.endObject().endObject().text();
  }

  /** An array of all alerts of a notice. */
  static void alerts(Notice notice, JsonText json) {
    json.beginArray();
    for (Alert each : notice.alerts()) {
      json.beginObject();
      members(each, json);
      placeMembers(each, json);
      json.endObject();
    }
    json.endArray();
  }

  private static String message(String type, Alert alert) {
    StringBuilder out = new StringBuilder(400);
    JsonText json = new JsonText(out).beginObject();
    json.name("type").string(type);
    json.name("timestamp").string(Instant.ofEpochMilli(alert.time()).toString());
    json.name("data").beginObject();
    members(alert, json);
    placeMembers(alert, json);
    json.endObject().endObject();
    return out.toString();
  }

  /** The key alone, as it is in all forms. */
  public static String key(Alert alert) {
    StringBuilder out = new StringBuilder(64);
    values(alert.key(), new JsonText(out));
    return out.toString();
  }

  private static String mode(Alert alert) {
    return alert.inShadow() ? "shadow" : "live";
  }

  private static void placeMembers(Alert alert, JsonText json) {
    json.name("ruleset").string(alert.ruleSet());
    json.name("ordinal").number(alert.ordinal());
    json.name("sequence").number(alert.sequence());
    tags(alert, json.name("tags"));
  }

  static void tags(Alert alert, JsonText json) {
    json.beginArray();
    alert.tags().forEach(json::string);
    json.endArray();
  }

  private static void members(Alert alert, JsonText json) {
    json.name("id").string(alert.id());
    json.name("rule").string(alert.rule());
    json.name("version").number(alert.version());
    json.name("key");
    values(alert.key(), json);
    json.name("time").string(Instant.ofEpochMilli(alert.time()).toString());
    json.name("severity").string(alert.severity().text());
    score(alert, json.name("score"));
    json.name("message").string(alert.message());
    json.name("with");
    values(alert.with(), json);
    match(alert, json.name("match"));
  }

  static void score(Alert alert, JsonText json) {
    if (alert.score() < 0) {
      json.raw("null");
    } else {
      json.number(alert.score());
    }
  }

  static void match(Alert alert, JsonText json) {
    json.beginObject();
    for (Alert.Binding binding : alert.match()) {
      json.name(binding.variable()).beginArray();
      binding.ids().forEach(json::string);
      json.endArray();
    }
    json.endObject();
  }

  static void values(List<NamedValue> values, JsonText json) {
    json.beginObject();
    for (NamedValue each : values) {
      json.name(each.name());
      value(each.value(), json);
    }
    json.endObject();
  }

  static void value(Value value, JsonText json) {
    switch (value) {
      case Value.Place(var geo) ->
          json.beginObject()
              .name("lat")
              .raw(ValueText.real(geo.lat()))
              .name("lon")
              .raw(ValueText.real(geo.lon()))
              .endObject();
      case Value.Text _, Value.Timestamp _, Value.Duration _ -> json.string(text(value));
      case Value.Null _, Value.Bool _, Value.Int _, Value.Decimal _, Value.Real _ ->
          json.raw(text(value));
    }
  }

  /** A value as text: as JSON has it, but without the quotes; a place as {@code lat,lon}. */
  public static String text(Value value) {
    return ValueText.of(value);
  }
}
