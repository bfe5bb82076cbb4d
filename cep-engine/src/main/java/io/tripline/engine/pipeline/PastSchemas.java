package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.StorageException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Under which layouts the events of the journal were written: goes through its deployments as they
 * come. Not thread-safe.
 */
final class PastSchemas {
  private final RuleSetReader reader;
  private final Schema.Fields fields;
  private final Map<String, RuleSet> inForce = new TreeMap<>();
  private @Nullable Schema schema;

  /**
   * @param versions of all rule sets, until then at least
   * @param sequence of the entry before which it begins
   */
  PastSchemas(RuleVersions versions, RuleSetReader reader, Schema.Fields fields, long sequence) {
    this.reader = reader;
    this.fields = fields;
    for (String name : versions.names()) {
      RuleSetVersion last = null;
      for (RuleSetVersion version : versions.versions(name)) {
        last = version.sequence() < sequence ? version : last;
      }
      if (last != null && !last.deleted()) {
        put(name, last.text());
      }
    }
  }

  private void put(String name, String text) {
    try {
      inForce.put(name, reader.read(name, text));
    } catch (IllegalStateException e) {
      throw new StorageException(
          "An earlier version of the rule set "
              + name
              + " does not compile any more, so that events of its time cannot be read: "
              + e.getMessage(),
          e);
    }
  }

  /** A deployment comes. */
  void deployed(RuleSetEntryCodec.Entry entry) {
    put(entry.name(), entry.text());
    schema = null;
  }

  /** A rule set is taken away. */
  void undeployed(RuleSetEntryCodec.Entry entry) {
    inForce.remove(entry.name());
    schema = null;
  }

  /** The schema that is in force. */
  Schema schema() {
    Schema known = schema;
    if (known == null) {
      known = Schema.of(0, inForce.values(), fields);
      schema = known;
    }
    return known;
  }

  /** The layout of an event that was written under the schema in force. */
  EventLayout layout(EventView event) {
    if (event.typeId() < 0 || event.typeId() >= schema().layouts().size()) {
      throw new StorageException(
          "The journal holds an event of a type that was not declared then. Restore the store from"
              + " a copy; it cannot be used as it is.");
    }
    return schema().layoutOf(event);
  }
}
