package io.tripline.rest.json;

import io.tripline.engine.evidence.Absent;
import io.tripline.engine.evidence.Evidence;
import io.tripline.engine.evidence.Evidence.Asked;
import io.tripline.engine.evidence.Evidence.Bound;
import io.tripline.engine.evidence.Evidence.Found;
import io.tripline.engine.evidence.Evidence.Missing;
import io.tripline.engine.explain.ConditionReport;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The evidence of an alert as JSON; the form is in {@code docs/api.md}. Thread-safe. */
final class EvidenceJson {
  /** Numbers that were not declared stay as they were written. */
  private static final JsonMapper RECORDS =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private EvidenceJson() {}

  static void append(Evidence evidence, JsonText json) {
    json.beginObject();
    json.name("events").number(evidence.events());
    json.name("next");
    if (evidence.next() < 0) {
      json.raw("null");
    } else {
      json.number(evidence.next());
    }
    json.name("variables").beginArray();
    for (Evidence.OfVariable each : evidence.variables()) {
      json.beginObject().name("variable").string(each.variable()).name("events").beginArray();
      each.events().forEach(event -> bound(event, json));
      json.endArray().endObject();
    }
    json.endArray();
    json.name("absent").beginArray();
    evidence.absent().forEach(each -> absent(each, json));
    json.endArray().endObject();
  }

  private static void absent(Absent absent, JsonText json) {
    json.beginObject();
    json.name("variable").string(absent.variable());
    json.name("definition").string(absent.definition());
    json.name("where").string(absent.where().name().toLowerCase(Locale.ROOT));
    json.name("from");
    time(absent.from(), json);
    json.name("until");
    time(absent.until(), json);
    json.name("says").string(absent.sentence());
    json.endObject();
  }

  private static void time(@Nullable Long millis, JsonText json) {
    if (millis == null) {
      json.raw("null");
    } else {
      json.string(Instant.ofEpochMilli(millis).toString());
    }
  }

  private static void bound(Bound bound, JsonText json) {
    json.beginObject();
    json.name("id").string(bound.id());
    json.name("number").number(bound.number());
    switch (bound) {
      case Found found -> found(found, json);
      case Missing(String id, long number, Evidence.Why why) ->
          json.name("missing")
              .beginObject()
              .name("code")
              .string(why.name().toLowerCase(Locale.ROOT))
              .name("reason")
              .string(why.text())
              .endObject();
    }
    json.endObject();
  }

  private static void found(Found found, JsonText json) {
    json.name("type").string(found.type());
    json.name("version").number(found.version());
    json.name("fields");
    AlertJson.values(found.fields(), json);
    json.name("undeclared");
    undeclared(found, json);
    json.name("condition");
    condition(found.condition(), json);
  }

  /** What the record holds beside declared fields. */
  private static void undeclared(Found found, JsonText json) {
    if (!found.isWhole()) {
      json.raw("null");
      return;
    }
    JsonNode record;
    try {
      record = RECORDS.readTree(found.raw());
    } catch (JacksonException e) {
      json.raw("null"); // nested or long beyond what is read here
      return;
    }
    Set<String> declared = new HashSet<>(found.known());
    declared.add("type");
    json.beginObject();
    record
        .properties()
        .forEach(
            member -> {
              if (!declared.contains(member.getKey())) {
                json.name(member.getKey()).raw(member.getValue().toString());
              }
            });
    json.endObject();
  }

  private static void condition(Asked asked, JsonText json) {
    switch (asked) {
      case Asked.Nothing() -> json.raw("null");
      case Asked.Untold(String text, String variable) ->
          json.beginObject()
              .name("text")
              .string(text)
              .name("is")
              .raw("null")
              .name("says")
              .string("It looks back at `" + variable + "`, of which an event is missing.")
              .name("parts")
              .beginArray()
              .endArray()
              .endObject();
      case Asked.Answer(String text, ConditionReport report, String sentence) -> {
        json.beginObject().name("text").string(text);
        json.name("is").raw(text(report.outcome()));
        json.name("says").string(sentence);
        json.name("parts").beginArray();
        report.parts().forEach(part -> part(part, json));
        json.endArray().endObject();
      }
    }
  }

  private static void part(ConditionReport.Part part, JsonText json) {
    json.beginObject().name("text").string(part.text());
    json.name("is").raw(text(part.outcome()));
    json.name("values").beginObject();
    for (ConditionReport.NamedTerm term : part.values()) {
      json.name(term.text());
      AlertJson.value(term.value(), json);
    }
    json.endObject().endObject();
  }

  /** Three-valued logic in JSON: unknown is null. */
  private static String text(ConditionReport.Outcome outcome) {
    return outcome == ConditionReport.Outcome.UNKNOWN ? "null" : outcome.text();
  }
}
