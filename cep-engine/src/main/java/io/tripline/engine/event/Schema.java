package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.feature.FeatureReads;
import io.tripline.engine.feature.RuleFeatures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Every event type that the deployed rule sets declare, with its layout. Immutable; a deployment
 * makes a new one.
 */
public final class Schema {
  private final int id;
  private final List<EventLayout> layouts;
  private final Map<String, EventLayout> byName = new HashMap<>();

  /** What events hold. */
  public enum Fields {
    /**
     * Every field that is declared: for events that outlive the rules they were decoded under.
     * Where a field lies depends on the declaration of its type alone.
     */
    DECLARED,
    /** Those that the rules read: for events that none but these rules will ever see. */
    READ
  }

  /** A schema that knows no type. */
  public static final Schema EMPTY = new Schema(0, List.of());

  private Schema(int id, List<EventLayout> layouts) {
    this.id = id;
    this.layouts = List.copyOf(layouts);
    for (EventLayout layout : layouts) {
      byName.put(layout.type().name(), layout);
    }
  }

  /** The schema of rule sets that run together, whose events hold every declared field. */
  public static Schema of(int id, Collection<RuleSet> ruleSets) {
    return of(id, ruleSets, Fields.DECLARED);
  }

  /**
   * The schema of rule sets that run together.
   *
   * @param id its number, stored in each event
   * @param fields what events hold
   * @throws IllegalArgumentException if two of them declare one type differently; see {@link
   *     #conflict}
   */
  public static Schema of(int id, Collection<RuleSet> ruleSets, Fields fields) {
    Map<String, EventType> types = new TreeMap<>();
    Map<String, List<List<Integer>>> keys = new HashMap<>();
    Map<String, Map<String, Type>> features = new HashMap<>();
    for (RuleSet ruleSet : ruleSets) {
      conflict(types.values(), ruleSet)
          .ifPresent(
              name -> {
                throw new IllegalArgumentException("event " + name + " is declared differently");
              });
      for (EventType type : ruleSet.eventTypes()) {
        types.put(type.name(), type);
      }
      for (Rule rule : ruleSet.rules()) {
        addKeys(rule.key(), keys);
        for (FeatureReads.Read read : FeatureReads.of(RuleFeatures.of(rule))) {
          addKeys(read.value().feature().key(), keys);
          addKey(read.type(), read.value().keyFields(), keys);
          features
              .computeIfAbsent(read.type().name(), n -> new HashMap<>())
              .put(read.text(), read.value().type());
        }
      }
    }
    // The layout must not depend on the order in which rule sets were deployed.
    keys.values().forEach(list -> list.sort(Comparator.comparing(Object::toString)));
    FieldsRead read = fields == Fields.READ ? new FieldsRead(ruleSets) : null;
    List<EventLayout> layouts = new ArrayList<>();
    for (EventType type : types.values()) {
      List<List<Integer>> keyFields = keys.getOrDefault(type.name(), List.of());
      int[] held =
          read == null ? IntStream.range(0, type.fields().size()).toArray() : read.inOrder(type);
      FeatureSlots slots = new FeatureSlots(type, features.getOrDefault(type.name(), Map.of()));
      layouts.add(new EventLayout(type, layouts.size(), id, keyFields, held, read != null, slots));
    }
    return new Schema(id, layouts);
  }

  private static void addKeys(Key key, Map<String, List<List<Integer>>> keys) {
    key.sources().forEach(source -> addKey(source.type(), source.fields(), keys));
  }

  private static void addKey(
      EventType type, List<Integer> fields, Map<String, List<List<Integer>>> keys) {
    List<List<Integer>> known = keys.computeIfAbsent(type.name(), n -> new ArrayList<>());
    if (!known.contains(fields)) {
      known.add(fields);
    }
  }

  /** The first type that {@code added} declares otherwise than {@code present} has it. */
  public static Optional<String> conflict(Collection<EventType> present, RuleSet added) {
    for (EventType type : added.eventTypes()) {
      for (EventType other : present) {
        if (other.name().equals(type.name())
            && (!other.fields().equals(type.fields())
                || other.timeField() != type.timeField()
                || other.idField() != type.idField()
                || !other.arrival().equals(type.arrival()))) {
          return Optional.of(type.name());
        }
      }
    }
    return Optional.empty();
  }

  public int id() {
    return id;
  }

  /** All layouts; the index is the type's id. */
  public List<EventLayout> layouts() {
    return layouts;
  }

  public Optional<EventLayout> find(String typeName) {
    return Optional.ofNullable(byName.get(typeName));
  }

  public EventLayout get(String typeName) {
    return find(typeName).orElseThrow(() -> new IllegalArgumentException("no event " + typeName));
  }

  /**
   * Whether this schema has the type of a layout of another, with the same fields, all of which
   * that are held here are held there.
   */
  public boolean readsAsBefore(EventLayout layout) {
    return find(layout.type().name()).filter(own -> own.readsAs(layout)).isPresent();
  }

  /**
   * An event of another schema as one of this.
   *
   * @param event whose type this schema reads as before; see {@link #readsAsBefore}. Not changed
   */
  public byte[] convert(Schema from, byte[] event) {
    EventLayout before = from.layoutOf(new EventView().wrap(event, 0));
    return get(before.type().name()).convert(before, event);
  }

  public EventLayout layoutOf(EventView event) {
    return layouts.get(event.typeId());
  }
}
