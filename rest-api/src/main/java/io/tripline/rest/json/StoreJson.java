package io.tripline.rest.json;

import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.match.PendingState;
import io.tripline.engine.match.PendingState.Partial;
import io.tripline.engine.match.PendingState.Taken;
import io.tripline.engine.pipeline.CheckpointOutline;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.engine.pipeline.JournalEntry;
import io.tripline.engine.pipeline.KeyReading;
import io.tripline.engine.pipeline.StoredState;
import io.tripline.engine.port.RuleVersions.RuleFailure;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.state.Outbox;
import io.tripline.state.StoreRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a store as JSON, one object for each record; the form is in {@code
 * docs/operations.md}. Pure functions; thread-safe.
 */
public final class StoreJson {
  private static final long ONLY_KEY = -1;

  private StoreJson() {}

  /** A record as one line, without a line break. */
  public static String line(StoreRecord record) {
    JsonText json = new JsonText(new StringBuilder(256)).beginObject();
    switch (record) {
      case StoreRecord.Checkpoint checkpoint -> checkpoint(checkpoint, json);
      case StoreRecord.Version(RuleSetVersion version) -> version(version, json);
      case StoreRecord.Failure(RuleFailure failure) -> failure(failure, json);
      case StoreRecord.State(long key, StoredState state) -> state(key, state, json);
      case StoreRecord.OfAlert(var stored) -> {
        kind("alert", json);
        AlertJson.httpMembers(stored, json);
      }
      case StoreRecord.Delivery delivery -> delivery(delivery, json);
      case StoreRecord.Entry(JournalEntry entry) -> entry(entry, json);
      case StoreRecord.Damage(String where, String what) -> said("damage", where, what, json);
      case StoreRecord.Note(String where, String what) -> said("note", where, what, json);
    }
    return json.endObject().text();
  }

  private static void kind(String kind, JsonText json) {
    json.name("kind").string(kind);
  }

  private static void said(String kind, String where, String what, JsonText json) {
    kind(kind, json);
    json.name("where").string(where).name("what").string(what);
  }

  // ---- checkpoint and rules

  private static void checkpoint(StoreRecord.Checkpoint checkpoint, JsonText json) {
    CheckpointOutline outline = checkpoint.outline();
    kind("checkpoint", json);
    json.name("entry").number(checkpoint.entry());
    json.name("position").number(checkpoint.position());
    json.name("replayed").number(Math.max(0, checkpoint.position() - checkpoint.entry()));
    json.name("events").number(outline.events());
    time("clock", outline.clock(), json);
    json.name("alerts").number(outline.alerts());
    json.name("sources").beginArray();
    for (EngineStats.SourceStats source : outline.sources()) {
      json.beginObject().name("name").string(source.name());
      time("time", source.watermark(), json);
      flag("idle", source.idle(), json);
      json.endObject();
    }
    json.endArray().name("rules").beginArray();
    for (CheckpointOutline.RuleOutline rule : outline.rules()) {
      json.beginObject().name("rule").string(rule.name());
      json.name("version").number(rule.version());
      json.name("mode").string(rule.mode());
      flag("paused", rule.paused(), json);
      json.name("state_id").number(rule.stateId()).endObject();
    }
    json.endArray().name("windows").beginArray();
    for (CheckpointOutline.WindowOutline window : outline.windows()) {
      json.beginObject().name("window").string(window.name());
      json.name("state_id").number(window.stateId()).endObject();
    }
    json.endArray();
  }

  private static void version(RuleSetVersion version, JsonText json) {
    kind("rule_version", json);
    json.name("ruleset").string(version.name());
    json.name("version").number(version.version());
    json.name("sequence").number(version.sequence());
    time("deployed_at", version.deployedAt(), json);
    flag("deleted", version.deleted(), json);
    json.name("restores");
    if (version.restores() == RuleSetVersion.NONE) {
      json.raw("null");
    } else {
      json.number(version.restores());
    }
    json.name("text").string(version.text());
  }

  private static void failure(RuleFailure failure, JsonText json) {
    kind("rule_failure", json);
    json.name("rule").string(failure.ruleSet() + "." + failure.rule());
    json.name("sequence").number(failure.sequence());
    time("clock", failure.clock(), json);
    json.name("reason").string(failure.reason());
    json.name("state_id").number(failure.stateId());
  }

  // ---- states

  /** What is kept for a key; it has no number, as it is the only one. */
  public static String key(KeyReading reading) {
    JsonText json = new JsonText(new StringBuilder(256)).beginObject();
    json.name("sequence").number(reading.sequence());
    time("clock", reading.clock(), json);
    json.name("states").beginArray();
    for (StoredState state : reading.states()) {
      json.beginObject();
      state(ONLY_KEY, state, json);
      json.endObject();
    }
    return json.endArray().endObject().text();
  }

  private static void keyNumber(long key, JsonText json) {
    if (key != ONLY_KEY) {
      json.name("key_number").number(key);
    }
  }

  private static void state(long key, StoredState state, JsonText json) {
    switch (state) {
      case StoredState.OfRule rule -> ofRule(key, rule, json);
      case StoredState.OfWindow window -> ofWindow(key, window, json);
      case StoredState.OncePerAlert standing -> oncePer(standing, json);
      case StoredState.Held held -> held(held, json);
      case StoredState.SeenIds(String type, long ids) -> {
        kind("seen_ids", json);
        json.name("type").string(type).name("ids").number(ids);
      }
      case StoredState.Nobodys(long stateId, int bytes) -> {
        kind("nobodys_state", json);
        json.name("key_number").number(key);
        json.name("state_id").number(stateId).name("bytes").number(bytes);
      }
    }
  }

  private static void ofRule(long key, StoredState.OfRule state, JsonText json) {
    PendingState holds = state.holds();
    kind("rule_state", json);
    json.name("rule").string(state.rule());
    json.name("version").number(state.version());
    keyNumber(key, json);
    json.name("key");
    AlertJson.values(state.key(), json);
    time("until", state.until(), json);
    json.name("matching").string(state.matching());
    json.name("partial_matches").number(holds.partialMatchCount());
    json.name("pending").beginArray();
    holds.partialMatches().forEach(each -> partial(each, json));
    json.endArray();
    json.name("kept_events").number(holds.keptCount());
    json.name("kept").beginArray();
    holds.kept().forEach(each -> taken(each, json));
    json.endArray().name("forbidding").beginArray();
    for (PendingState.Forbidding each : holds.forbidding()) {
      json.beginObject().name("variable").string(each.variable());
      time("seen_at", each.clock(), json);
      json.endObject();
    }
    json.endArray();
  }

  private static void partial(Partial partial, JsonText json) {
    json.beginObject().name("next");
    texts(partial.next(), json);
    time("began", partial.began(), json);
    time("until", partial.until(), json);
    time("completed_at", partial.completedAt(), json);
    json.name("bound").number(partial.eventCount());
    json.name("events").beginArray();
    partial.events().forEach(each -> taken(each, json));
    json.endArray().endObject();
  }

  private static void taken(Taken event, JsonText json) {
    json.beginObject().name("variables");
    texts(event.variables(), json);
    json.name("id").string(event.id());
    json.name("number").number(event.number());
    flag("made", event.made(), json);
    Long clock = event.clock();
    time("clock", clock == null ? Long.MAX_VALUE : clock, json);
    json.endObject();
  }

  private static void ofWindow(long key, StoredState.OfWindow state, JsonText json) {
    kind("window_state", json);
    json.name("window").string(state.window()).name("rules");
    texts(state.rules(), json);
    keyNumber(key, json);
    json.name("key");
    AlertJson.values(state.key(), json);
    time("until", state.until(), json);
    json.name("rows").number(state.rows());
    time("clock", state.clock(), json);
    json.name("values");
    AlertJson.values(state.values(), json);
  }

  private static void oncePer(StoredState.OncePerAlert standing, JsonText json) {
    kind("once_per", json);
    json.name("rule").string(standing.rule());
    json.name("mode").string(standing.inShadow() ? "shadow" : "live").name("key");
    AlertJson.values(standing.key(), json);
    time("since", standing.since(), json);
    json.name("ordinal").number(standing.ordinal());
    json.name("suppressed").number(standing.suppressed());
  }

  private static void held(StoredState.Held held, JsonText json) {
    kind("held_event", json);
    json.name("number").number(held.number());
    json.name("type").string(held.type());
    time("time", held.time(), json);
    json.name("lateness_ms").beginArray();
    held.lateness().forEach(json::number);
    json.endArray().name("fields");
    AlertJson.values(held.fields(), json);
  }

  // ---- outbox and journal

  private static void delivery(StoreRecord.Delivery delivery, JsonText json) {
    Outbox.Entry entry = delivery.entry();
    kind("delivery", json);
    json.name("webhook").string(entry.webhookId());
    json.name("ordinal").number(entry.ordinal());
    nullable("alert", delivery.alertId(), json);
    flag("given_up", delivery.givenUp(), json);
    json.name("attempts").number(entry.attempts());
    long next = entry.nextAttemptMillis();
    time("next_attempt_at", next == 0 ? Long.MAX_VALUE : next, json);
    nullable("last_error", entry.lastError().isEmpty() ? null : entry.lastError(), json);
  }

  private static void entry(JournalEntry entry, JsonText json) {
    kind("entry", json);
    json.name("sequence").number(entry.sequence());
    json.name("entry").string(entry.what());
    JournalEntry.Event event = entry.event();
    if (event != null) {
      json.name("number").number(event.number());
      json.name("type").string(event.type());
      json.name("source").number(event.source());
      time("time", event.time(), json);
      json.name("fields");
      AlertJson.values(event.fields(), json);
    }
    for (NamedValue each : entry.details()) {
      json.name(each.name());
      AlertJson.value(each.value(), json);
    }
  }

  // ---- members

  private static void flag(String name, boolean value, JsonText json) {
    json.name(name).raw(Boolean.toString(value));
  }

  private static void nullable(String name, @Nullable String text, JsonText json) {
    json.name(name);
    if (text == null) {
      json.raw("null");
    } else {
      json.string(text);
    }
  }

  private static void texts(List<String> texts, JsonText json) {
    json.beginArray();
    texts.forEach(json::string);
    json.endArray();
  }

  /** Null before and after all time. */
  private static void time(String name, long millis, JsonText json) {
    boolean isNever = millis == Long.MAX_VALUE || millis == Long.MIN_VALUE;
    nullable(name, isNever ? null : Instant.ofEpochMilli(millis).toString(), json);
  }
}
