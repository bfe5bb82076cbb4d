package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.feature.Canonical;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of features lie that rules read at events of one type: in slots like those of
 * fields, before the event's first byte. An event has them only while it is matched; see {@link
 * EventWithFeatures}. Immutable.
 */
public final class FeatureSlots {
  private final EventType type;
  // By their texts; offsets from the event's first byte, so below 0.
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final Map<String, Type> types;
  private final byte[] blank;

  /**
   * Slots that nothing was compiled for yet.
   *
   * @param type of the events
   * @param read the texts of features, and the types of their values
   */
  FeatureSlots(EventType type, Map<String, Type> read) {
    this(type, read, null);
  }

  /**
   * @param before of a schema before this one: a feature that goes on being read stays where it is,
   *     unless most of the slots were empty then. Null if there are none
   */
  FeatureSlots(EventType type, Map<String, Type> read, @Nullable FeatureSlots before) {
    this.type = type;
    this.types = new TreeMap<>(read);
    int needed = types.values().stream().mapToInt(EventLayout::slotBytes).sum();
    int bytes = 0;
    if (before != null && before.blank.length <= 2 * needed) {
      for (Map.Entry<String, Type> feature : types.entrySet()) {
        Integer offset = before.offsets.get(feature.getKey());
        if (offset != null && feature.getValue().equals(before.types.get(feature.getKey()))) {
          offsets.put(feature.getKey(), offset);
          bytes = Math.max(bytes, -offset);
        }
      }
    }
    for (Map.Entry<String, Type> feature : types.entrySet()) {
      if (!offsets.containsKey(feature.getKey())) {
        bytes += EventLayout.slotBytes(feature.getValue());
        offsets.put(feature.getKey(), -bytes);
      }
    }
    this.blank = new byte[bytes];
    offsets.forEach((text, at) -> EventLayout.putNull(blank, at + blank.length, type(text)));
  }

  private Type type(String text) {
    return Objects.requireNonNull(types.get(text));
  }

  /** Where the value of a feature lies, from the event's first byte. */
  public int offset(Expr.FeatureValue value) {
    return offset(new Canonical(type).text(value));
  }

  /** The same by its text. */
  public int offset(String text) {
    @Nullable Integer offset = offsets.get(text);
    if (offset == null) {
      throw new IllegalArgumentException("events of " + type.name() + " are not read with " + text);
    }
    return offset;
  }

  /** Whether a feature lies where it does in others. */
  public boolean hasAlike(String text, FeatureSlots other) {
    Integer offset = offsets.get(text);
    return offset != null && offset.equals(other.offsets.get(text));
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return offsets.isEmpty();
  }

  /** The texts of all. */
  public Collection<String> texts() {
    return offsets.keySet();
  }

  /** Slots in which every value is null. Not to be written to. */
  public byte[] blank() {
    return blank;
  }
}
