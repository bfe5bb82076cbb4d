package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The orders in which the running rules see events: one lane for each lateness of a rule. Lane 0 is
 * that of lateness 0, in which events are matched as they arrive; in the others they are held until
 * the lane's watermark has come to them. Immutable.
 */
final class Lanes {
  static final int ARRIVAL = 0;

  // Rising; the first is 0.
  private final long[] lateness;
  private final int[][] byType;

  private Lanes(long[] lateness, int[][] byType) {
    this.lateness = lateness;
    this.byType = byType;
  }

  static Lanes of(Schema schema, List<RunningRule> rules) {
    TreeSet<Long> all = new TreeSet<>();
    all.add(0L);
    rules.forEach(rule -> all.add(rule.lateness()));
    long[] lateness = all.stream().mapToLong(Long::longValue).toArray();
    int[][] byType = new int[schema.layouts().size()][];
    for (EventLayout layout : schema.layouts()) {
      byType[layout.typeId()] =
          rules.stream()
              .filter(rule -> rule.lateness() > 0 && rule.hearsOf(layout.type().name()))
              .mapToInt(rule -> Arrays.binarySearch(lateness, rule.lateness()))
              .distinct()
              .sorted()
              .toArray();
    }
    return new Lanes(lateness, byType);
  }

  /** How many there are, lane 0 included. */
  int count() {
    return lateness.length;
  }

  long lateness(int lane) {
    return lateness[lane];
  }

  /** The lane of a lateness, or a negative number. */
  int find(long ofLateness) {
    return Arrays.binarySearch(lateness, ofLateness);
  }

  /** The lanes that hold events of a type. */
  int[] holding(int typeId) {
    return byType[typeId];
  }
}
