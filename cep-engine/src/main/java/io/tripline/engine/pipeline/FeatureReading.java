package io.tripline.engine.pipeline;

import io.tripline.engine.alert.NamedValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The value of a feature at an event on which somebody waits, as people may see it.
 *
 * @param event its number
 */
record FeatureReading(long event, NamedValue value) {
  private static final Comparator<NamedValue> BY_NAME = Comparator.comparing(NamedValue::name);

  /**
   * Those at an event, each once, in the order of their names.
   *
   * @param readings of each worker
   */
  static List<NamedValue> at(long event, List<List<FeatureReading>> readings) {
    List<NamedValue> values = new ArrayList<>();
    for (List<FeatureReading> ofWorker : readings) {
      for (FeatureReading reading : ofWorker) {
        if (reading.event == event) {
          values.add(reading.value);
        }
      }
    }
    values.sort(BY_NAME);
    int kept = 0;
    for (NamedValue value : values) {
      if (!stands(value, values, kept)) {
        values.set(kept++, value);
      }
    }
    return List.copyOf(values.subList(0, kept));
  }

  /** Whether a value is one of the first ones; equal ones have equal names, so they stand last. */
  private static boolean stands(NamedValue value, List<NamedValue> values, int count) {
    for (int i = count - 1; i >= 0 && values.get(i).name().equals(value.name()); i--) {
      if (values.get(i).equals(value)) {
        return true;
      }
    }
    return false;
  }
}
