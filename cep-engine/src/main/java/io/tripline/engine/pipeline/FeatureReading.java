package io.tripline.engine.pipeline;

import io.tripline.engine.alert.NamedValue;
import java.util.Comparator;
import java.util.List;

/**
 * The value of a feature at an event on which somebody waits, as people may see it.
 *
 * @param event its number
 */
record FeatureReading(long event, NamedValue value) {

  /** Those at an event, each name once, in the order of their names. */
  static List<NamedValue> at(long event, List<FeatureReading> readings) {
    return readings.stream()
        .filter(reading -> reading.event == event)
        .map(FeatureReading::value)
        .distinct()
        .sorted(Comparator.comparing(NamedValue::name))
        .toList();
  }
}
