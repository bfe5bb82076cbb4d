package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  // All that were given, told apart by identity: comparing them again takes long.
  private final Set<EventType> declarations;

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
  public static final Schema EMPTY = new Schema(0, List.of(), Set.of());

  private Schema(int id, List<EventLayout> layouts, Set<EventType> declarations) {
    this.id = id;
    this.declarations = declarations;
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
    return after(EMPTY, id, ruleSets.stream().map(SchemaPart::of).toList(), fields);
  }

  /**
   * The same after another schema: what both have lies where it did, as far as can be, so that what
   * was compiled for that one goes on to be of use.
   *
   * @param parts of the rule sets
   */
  public static Schema after(Schema before, int id, Collection<SchemaPart> parts, Fields fields) {
    Map<String, EventType> types = new TreeMap<>();
    Map<String, Set<List<Integer>>> keys = new HashMap<>();
    Map<String, Map<String, Type>> features = new HashMap<>();
    Set<EventType> alike = Collections.newSetFromMap(new IdentityHashMap<>());
    for (SchemaPart part : parts) {
      for (EventType type : part.types()) {
        EventType known = types.put(type.name(), type);
        if (known != null && !before.isKnownToBeSame(known, type) && !isSame(known, type)) {
          throw new IllegalArgumentException("event " + type.name() + " is declared differently");
        }
        alike.add(type);
      }
      part.keys()
          .forEach((type, all) -> keys.computeIfAbsent(type, n -> new HashSet<>()).addAll(all));
      part.features()
          .forEach((type, all) -> features.computeIfAbsent(type, n -> new HashMap<>()).putAll(all));
    }
    FieldsRead read =
        fields == Fields.READ
            ? new FieldsRead(parts.stream().map(SchemaPart::ruleSet).toList())
            : null;
    List<EventLayout> layouts = new ArrayList<>();
    for (EventType type : types.values()) {
      // The layout must not depend on the order in which rule sets were deployed; features do.
      List<List<Integer>> keyFields =
          keys.getOrDefault(type.name(), Set.of()).stream()
              .sorted(Comparator.comparing(Object::toString))
              .toList();
      int[] held =
          read == null ? IntStream.range(0, type.fields().size()).toArray() : read.inOrder(type);
      EventLayout earlier = before.byName.get(type.name());
      FeatureSlots slots =
          new FeatureSlots(
              type,
              features.getOrDefault(type.name(), Map.of()),
              earlier == null ? null : earlier.features());
      layouts.add(
          new EventLayout(type, layouts.size(), id, keyFields, held, read != null, slots, earlier));
    }
    return new Schema(id, layouts, alike);
  }

  /** Whether both were declarations of one type here. */
  private boolean isKnownToBeSame(EventType one, EventType other) {
    return one == other || declarations.contains(one) && declarations.contains(other);
  }

  private static boolean isSame(EventType one, EventType other) {
    return one.fields().equals(other.fields())
        && one.timeField() == other.timeField()
        && one.idField() == other.idField()
        && one.arrival().equals(other.arrival());
  }

  /** The first type that {@code added} declares otherwise than {@code present} has it. */
  public static Optional<String> conflict(Collection<EventType> present, RuleSet added) {
    for (EventType type : added.eventTypes()) {
      for (EventType other : present) {
        if (other.name().equals(type.name()) && !isSame(other, type)) {
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
