package io.tripline.engine.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From the key of a field to the few questions that ask for it: equality by hash. Immutable. */
final class SparseField {
  private final int place;
  private final ValueTable table;

  /** Where the questions of each value begin; they end where those of the next one do. */
  private final int[] starts;

  /** The questions of each value, ascending. */
  private final int[] questions;

  /** A field while its questions are collected. */
  static final class Builder {
    private final TreeMap<Long, List<Integer>> byKey = new TreeMap<>();

    /** Adds a question that is reached by a few keys; questions ascend. */
    void add(KeySet keys, int question) {
      keys.keys().forEach(k -> byKey.computeIfAbsent(k, key -> new ArrayList<>()).add(question));
    }

    /**
     * @param place of the field; see {@link FieldKeys}
     */
    SparseField build(int place) {
      return new SparseField(place, byKey);
    }
  }

  private SparseField(int place, TreeMap<Long, List<Integer>> byKey) {
    this.place = place;
    this.table = new ValueTable(List.copyOf(byKey.keySet()));
    this.starts = new int[byKey.size() + 1];
    this.questions = byKey.values().stream().flatMap(List::stream).mapToInt(q -> q).toArray();
    int value = 0;
    for (Map.Entry<Long, List<Integer>> entry : byKey.entrySet()) {
      starts[value + 1] = starts[value] + entry.getValue().size();
      value++;
    }
  }

  /** The value that the event has, a number; −1 if no question asks for it. */
  int value(EventKeys event) {
    return table.of(event.of(place));
  }

  /** Where the questions of a value begin. */
  int from(int value) {
    return starts[value];
  }

  /** Where they end. */
  int to(int value) {
    return starts[value + 1];
  }

  /** A question that the event's value gives a yes as far as the field goes. */
  int question(int at) {
    return questions[at];
  }
}
