package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Key;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.KeyLayout;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * For each lane and event type the rules that it concerns, grouped by key: the key's hash is looked
 * at once a group. Immutable.
 */
final class Dispatch {
  static final Dispatch NONE = new Dispatch(Schema.EMPTY, 1, List.of());

  /**
   * Rules that have the same key in an event type.
   *
   * @param hashOffset where its hash lies in the event
   */
  record Group(int hashOffset, KeyLayout key, RuleRun[] runs) {}

  private final Group[][][] byLane;

  Dispatch(Schema schema, int lanes, List<RuleRun> runs) {
    byLane = new Group[lanes][][];
    for (int lane = 0; lane < lanes; lane++) {
      int each = lane;
      byLane[lane] = byType(schema, runs.stream().filter(run -> run.lane() == each).toList());
    }
  }

  private static Group[][] byType(Schema schema, List<RuleRun> runs) {
    Group[][] byType = new Group[schema.layouts().size()][];
    for (EventLayout layout : schema.layouts()) {
      TreeMap<Integer, List<RuleRun>> byKey = new TreeMap<>();
      for (RuleRun run : runs) {
        for (Key.Source source : run.rule().rule().key().sources()) {
          if (source.type().name().equals(layout.type().name())) {
            int key = layout.keyIndex(source.fields());
            byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(run);
          }
        }
      }
      byType[layout.typeId()] =
          byKey.entrySet().stream()
              .map(
                  group ->
                      new Group(
                          layout.keyHashOffset(group.getKey()),
                          layout.keys().get(group.getKey()),
                          group.getValue().toArray(RuleRun[]::new)))
              .toArray(Group[]::new);
    }
    return byType;
  }

  /** The rules of a lane that an event of a type concerns. */
  Group[] groups(int lane, int typeId) {
    return byLane[lane][typeId];
  }
}
