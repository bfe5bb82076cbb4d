package io.tripline.app.explain;

import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.KeyBuffer;
import io.tripline.engine.event.Schema;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.engine.pipeline.Rehearsal;
import io.tripline.engine.pipeline.RehearsalSession;
import io.tripline.engine.pipeline.RuleKey;
import io.tripline.ingest.EventTarget;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Feeds a session with the events of one key, and lets all others pass. Called by one thread at a
 * time.
 */
final class KeyedFeed implements EventTarget {
  private static final int EXAMPLES = 5;

  private final Schema schema;
  private final RehearsalSession session;
  private final RuleKey key;
  private final byte[] wanted;
  private final EventView view = new EventView();
  private final Map<List<NamedValue>, Boolean> examples = new LinkedHashMap<>();
  private long events;
  private long ofRule;
  private long withoutKey;
  private long ofKey;

  KeyedFeed(Rehearsal rehearsal, RehearsalSession session, RuleKey key, byte[] wanted) {
    this.schema = rehearsal.schema();
    this.session = session;
    this.key = key;
    this.wanted = wanted;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Published publish(EventWriter writer, int schemaId, Duration patience) {
    int at = 0;
    while (at < writer.length()) {
      view.wrap(writer.bytes(), at);
      take(view);
      at += view.length();
    }
    return Published.ACCEPTED;
  }

  private void take(EventView event) {
    events++;
    KeyBuffer found = key.takes(event) ? key.of(event) : null;
    ofRule += key.takes(event) ? 1 : 0;
    withoutKey += key.takes(event) && found == null ? 1 : 0;
    if (found != null && found.matches(wanted)) {
      ofKey++;
      session.onEvent(event);
      return;
    }
    if (found != null && ofKey == 0 && examples.size() < EXAMPLES) {
      examples.put(key.values(found.copy()), true);
    }
    session.onOtherEvent(event);
  }

  @Override
  public void awaitDurable() {}

  @Override
  public boolean keepsRecords() {
    return false;
  }

  /** Events taken, of all keys. */
  long events() {
    return events;
  }

  /** Those of a type that the rule takes. */
  long ofRule() {
    return ofRule;
  }

  /** Of these, those whose key is null, so that the rule passes over them. */
  long withoutKey() {
    return withoutKey;
  }

  /** Those of the key. */
  long ofKey() {
    return ofKey;
  }

  /** A few keys that came before the one that is looked for. */
  List<List<NamedValue>> examples() {
    return List.copyOf(examples.keySet());
  }
}
