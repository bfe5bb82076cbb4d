package io.tripline.engine.pipeline;

import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.match.PendingState;
import java.util.List;

/** A state that a store holds, told for people. */
public sealed interface StoredState {
  /**
   * What a rule keeps for a key.
   *
   * @param rule as {@code set.rule}
   * @param version of its rule set, as of the checkpoint
   * @param matching whether partial matches are followed each by itself ({@code each}, {@code
   *     chain}), or are shared
   * @param until the last clock at which it means anything, ms; {@code Long.MAX_VALUE} if time does
   *     not end it
   */
  record OfRule(
      String rule,
      int version,
      String matching,
      List<NamedValue> key,
      long until,
      PendingState holds)
      implements StoredState {
    public OfRule {
      key = List.copyOf(key);
    }
  }

  /**
   * What a series of windows keeps for a key.
   *
   * @param window what it is over, as {@link StoreOutline#owners} names it
   * @param rules that read it, as {@code set.rule}
   * @param until likewise
   * @param rows events or values that it keeps; 1 where that is a running value
   * @param clock as of which the values are, ms
   * @param values of its windows, by the names of features or their words; without those that
   *     depend on the event that asks
   */
  record OfWindow(
      String window,
      List<String> rules,
      List<NamedValue> key,
      long until,
      int rows,
      long clock,
      List<NamedValue> values)
      implements StoredState {
    public OfWindow {
      rules = List.copyOf(rules);
      key = List.copyOf(key);
      values = List.copyOf(values);
    }
  }

  /**
   * An alert that holds others of its rule and key back, by {@code once per}.
   *
   * @param rule as {@code set.rule}
   * @param since the clock at which it was raised, ms
   * @param ordinal of the alert
   * @param suppressed how many matches it has held back
   */
  record OncePerAlert(
      String rule,
      boolean inShadow,
      List<NamedValue> key,
      long since,
      long ordinal,
      long suppressed)
      implements StoredState {
    public OncePerAlert {
      key = List.copyOf(key);
    }
  }

  /**
   * An event that waits until its time has come.
   *
   * @param lateness of the rules that it waits for, ms
   */
  record Held(long number, String type, long time, List<Long> lateness, List<NamedValue> fields)
      implements StoredState {
    public Held {
      lateness = List.copyOf(lateness);
      fields = List.copyOf(fields);
    }
  }

  /** Ids of one event type by which duplicates are known: how many stand together. */
  record SeenIds(String type, long ids) implements StoredState {}

  /** What is nobody's any more, and is removed from the store in the background. */
  record Nobodys(long stateId, int bytes) implements StoredState {}
}
