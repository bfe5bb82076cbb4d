package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.feature.FeatureReads;
import io.tripline.engine.feature.RuleFeatures;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one rule set has a {@link Schema} hold. To find it out, all its rules are gone through; to
 * put parts together, none is. Immutable.
 */
public final class SchemaPart {
  private final RuleSet ruleSet;
  private final Map<String, Set<List<Integer>>> keys = new HashMap<>();
  private final Map<String, Map<String, Type>> features = new HashMap<>();

  private SchemaPart(RuleSet ruleSet) {
    this.ruleSet = ruleSet;
    for (Rule rule : ruleSet.rules()) {
      addKeys(rule.key());
      for (FeatureReads.Read read : FeatureReads.of(RuleFeatures.of(rule))) {
        addKeys(read.value().feature().key());
        addKey(read.type(), read.value().keyFields());
        features
            .computeIfAbsent(read.type().name(), n -> new HashMap<>())
            .put(read.text(), read.value().type());
      }
    }
  }

  /** Goes through a rule set. */
  public static SchemaPart of(RuleSet ruleSet) {
    return new SchemaPart(ruleSet);
  }

  private void addKeys(Key key) {
    key.sources().forEach(source -> addKey(source.type(), source.fields()));
  }

  private void addKey(EventType type, List<Integer> fields) {
    keys.computeIfAbsent(type.name(), n -> new HashSet<>()).add(List.copyOf(fields));
  }

  RuleSet ruleSet() {
    return ruleSet;
  }

  /** The event types that it declares. */
  List<EventType> types() {
    return ruleSet.eventTypes();
  }

  /** The fields of each key, by the name of the event type. */
  Map<String, Set<List<Integer>>> keys() {
    return keys;
  }

  /**
   * The types of features, by the name of the event type at whose events they are read, and text.
   */
  Map<String, Map<String, Type>> features() {
    return features;
  }
}
