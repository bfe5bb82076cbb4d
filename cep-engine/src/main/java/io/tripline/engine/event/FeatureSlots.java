package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.feature.Canonical;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private final byte[] blank;

  /**
   * @param type of the events
   * @param read the texts of features, and the types of their values
   */
  FeatureSlots(EventType type, Map<String, Type> read) {
    this.type = type;
    Map<String, Type> sorted = new TreeMap<>(read);
    int bytes = sorted.values().stream().mapToInt(EventLayout::slotBytes).sum();
    this.blank = new byte[bytes];
    int at = 0;
    for (Map.Entry<String, Type> feature : sorted.entrySet()) {
      offsets.put(feature.getKey(), at - bytes);
      EventLayout.putNull(blank, at, feature.getValue());
      at += EventLayout.slotBytes(feature.getValue());
    }
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

  /** Whether the same features lie at the same places. */
  boolean isLike(FeatureSlots other) {
    return offsets.equals(other.offsets) && Arrays.equals(blank, other.blank);
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
