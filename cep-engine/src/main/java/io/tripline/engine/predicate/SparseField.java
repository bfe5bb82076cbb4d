package io.tripline.engine.predicate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** From the value of a field to the few questions that ask for it: equality by hash. Immutable. */
final class SparseField {
  private static final int[] NONE = {};

  private final FieldSlot slot;
  private final ValueTable table;

  /** The questions of each value, ascending. */
  private final int[][] questions;

  /** A field while its questions are collected. */
  static final class Builder {
    private final LinkedHashMap<Long, List<Integer>> byKey = new LinkedHashMap<>();
    private final LinkedHashMap<String, List<Integer>> byText = new LinkedHashMap<>();

    /** Adds a question that is reached through a finite test; questions ascend. */
    void add(FieldTest test, int question) {
      for (String text : test.texts()) {
        byText.computeIfAbsent(text, t -> new ArrayList<>()).add(question);
      }
      for (FieldTest.Interval point : test.intervals()) {
        byKey.computeIfAbsent(point.from(), k -> new ArrayList<>()).add(question);
      }
    }

    SparseField build(FieldSlot slot) {
      return slot.onText()
          ? new SparseField(slot, ValueTable.ofTexts(byText), List.copyOf(byText.values()))
          : new SparseField(
              slot, ValueTable.ofKeys(List.copyOf(byKey.keySet())), List.copyOf(byKey.values()));
    }
  }

  private SparseField(FieldSlot slot, ValueTable table, List<List<Integer>> questions) {
    this.slot = slot;
    this.table = table;
    this.questions =
        questions.stream()
            .map(list -> list.stream().mapToInt(q -> q).toArray())
            .toArray(int[][]::new);
  }

  /** The questions that the event's value gives a yes so far. */
  int[] questions(byte[] bytes, int base) {
    int number =
        slot.onText()
            ? table.ofText(bytes, base, slot.slot(bytes, base))
            : table.of(slot.key(bytes, base));
    return number < 0 ? NONE : questions[number];
  }
}
