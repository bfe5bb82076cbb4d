package io.tripline.engine.predicate;

import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Nulls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields that conditions compare with constants, and the key of each of their values, a long:
 * of a number the number itself, of a double a long that orders as doubles do, of a text its number
 * among those that conditions name; {@link Nulls#LONG} of null. Whatever a condition says of such a
 * field is a {@link KeySet}. Immutable.
 */
final class FieldKeys {
  /** Of a text that no condition names. */
  static final long OTHER_TEXT = -1;

  private final FieldSlot[] slots;
  private final @Nullable TextTable[] texts;
  private final Map<Integer, Integer> places = new HashMap<>();
  private final List<Map<String, Integer>> numbers = new ArrayList<>();

  /**
   * @param tests all that the conditions say of fields; null for what is no such test
   */
  FieldKeys(EventLayout layout, @Nullable FieldTest[] tests) {
    TreeMap<Integer, LinkedHashMap<String, Integer>> named = new TreeMap<>();
    for (FieldTest test : tests) {
      if (test != null) {
        LinkedHashMap<String, Integer> all =
            named.computeIfAbsent(test.field(), f -> new LinkedHashMap<>());
        if (!test.texts().isEmpty()) {
          test.texts().stream().sorted().forEach(text -> all.putIfAbsent(text, all.size()));
        }
      }
    }
    slots = new FieldSlot[named.size()];
    texts = new @Nullable TextTable[named.size()];
    for (Map.Entry<Integer, LinkedHashMap<String, Integer>> entry : named.entrySet()) {
      int place = numbers.size();
      slots[place] = FieldSlot.of(layout, entry.getKey());
      texts[place] = slots[place].onText() ? new TextTable(entry.getValue()) : null;
      places.put(entry.getKey(), place);
      numbers.add(entry.getValue());
    }
  }

  int count() {
    return slots.length;
  }

  /** The place of a field that conditions are about. */
  int place(FieldTest test) {
    return Objects.requireNonNull(places.get(test.field()));
  }

  /** For which keys a test is true. */
  KeySet keys(FieldTest test) {
    Map<String, Integer> own = numbers.get(place(test));
    return KeySet.of(test, text -> Objects.requireNonNull(own.get(text)));
  }

  boolean isText(int place) {
    return slots[place].onText();
  }

  /** The key of an event's value of the field at a place. */
  long read(int place, byte[] bytes, int base) {
    FieldSlot slot = slots[place];
    TextTable table = texts[place];
    if (table == null) {
      return slot.key(bytes, base);
    }
    long text = slot.slot(bytes, base);
    return text == Nulls.NO_STRING ? Nulls.LONG : table.of(bytes, base, text);
  }
}
