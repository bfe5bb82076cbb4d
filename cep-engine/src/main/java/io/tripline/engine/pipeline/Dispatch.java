package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Key;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.KeyLayout;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * For each event type the rules that it concerns, grouped by key: the key's hash is looked at once
 * a group. Immutable.
 */
final class Dispatch {
  static final Dispatch NONE = new Dispatch(Schema.EMPTY, List.of());

  /**
   * Rules that have the same key in an event type.
   *
   * @param hashOffset where its hash lies in the event
   */
  record Group(int hashOffset, KeyLayout key, RuleRun[] runs) {}

  private final Group[][] byType;

  Dispatch(Schema schema, List<RuleRun> runs) {
    byType = new Group[schema.layouts().size()][];
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
  }

  Group[] groups(int typeId) {
    return byType[typeId];
  }
}
