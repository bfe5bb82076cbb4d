package io.tripline.engine.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of a group by the ids of their slots, from 0. Not thread-safe. */
final class RuleSeats {
  // Null where the id is free.
  private @Nullable RuleRun[] runs = new RuleRun[4];
  // Their places among the rules of the lane; NOWHERE where a rule is gone.
  private int[] places = new int[4];

  /** The rule whose slots have an id. */
  RuleRun run(int id) {
    RuleRun run = runs[id];
    if (run == null) {
      throw new IllegalStateException("a slot of no rule");
    }
    return run;
  }

  /** Its place among the rules of the lane; {@link RuleRun#NOWHERE} if it is gone. */
  int place(int id) {
    return places[id];
  }

  void place(int id, int place) {
    places[id] = place;
  }

  /** Finds an id for a rule that has no slots yet. */
  int seat(RuleRun run) {
    int free = 0;
    while (free < runs.length && runs[free] != null) {
      free++;
    }
    if (free == runs.length) {
      runs = Arrays.copyOf(runs, 2 * free);
      places = Arrays.copyOf(places, 2 * free);
    }
    runs[free] = run;
    return free;
  }

  /** A newer version of a rule takes over the slots of an earlier one. */
  void replace(RuleRun earlier, RuleRun run) {
    runs[earlier.id()] = run;
  }

  /** All that have an id. */
  List<RuleRun> all() {
    return Arrays.stream(runs).filter(Objects::nonNull).toList();
  }

  /** Frees the ids of rules that are gone: they must have no slots any more. */
  void unseatGone() {
    for (int i = 0; i < runs.length; i++) {
      RuleRun run = runs[i];
      if (run != null && run.isGone()) {
        runs[i] = null;
      }
    }
  }
}
