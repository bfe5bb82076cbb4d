package io.tripline.engine.predicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the key of a field to the few questions that ask for it: equality by hash. Immutable. */
final class SparseField {
  /** Keys are near one another if no more than so many lie from the first to the last, for each. */
  private static final int GAPS = 8;

  private final int place;

  /** From a key to the number of its value: by place if keys are near one another, else by hash. */
  private final @Nullable ValueTable table;

  private final int[] near;
  private final long low;

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
    // None, where what is asked is never true.
    this.low = byKey.isEmpty() ? 0 : byKey.firstKey();
    long span = byKey.isEmpty() ? -1 : byKey.lastKey() - low;
    boolean isNear = span >= 0 && span < (long) GAPS * byKey.size();
    this.table = isNear ? null : ValueTable.ofKeys(List.copyOf(byKey.keySet()));
    this.near = new int[isNear ? (int) span + 1 : 0];
    Arrays.fill(near, -1);
    this.starts = new int[byKey.size() + 1];
    this.questions = byKey.values().stream().flatMap(List::stream).mapToInt(q -> q).toArray();
    int value = 0;
    for (Map.Entry<Long, List<Integer>> entry : byKey.entrySet()) {
      starts[value + 1] = starts[value] + entry.getValue().size();
      if (isNear) {
        near[(int) (entry.getKey() - low)] = value;
      }
      value++;
    }
  }

  /** The value that the event has, a number; −1 if no question asks for it. */
  int value(EventKeys event) {
    long key = event.of(place);
    if (table != null) {
      return table.of(key);
    }
    long from = key - low;
    return from >= 0 && from < near.length ? near[(int) from] : -1;
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
