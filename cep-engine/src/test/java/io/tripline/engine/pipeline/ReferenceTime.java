package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the language reference says about time (section 7), as a direct simulation: what becomes of
 * each arrival. When and at what time the rules of a lateness match it, {@link ReferenceLanes}
 * says. Shares nothing with the engine.
 */
final class ReferenceTime {
  /** Before any time. */
  static final long NEVER = Long.MIN_VALUE;

  /** What comes to the engine. */
  sealed interface Arrival {
    /**
     * An event.
     *
     * @param number its place among all events, from 1
     * @param fields the first is its time
     */
    record Event(int source, EventType type, long number, long[] fields) implements Arrival {
      long time() {
        return fields[0];
      }

      long id() {
        return fields[type.idField()];
      }
    }

    /** A source says that it has come to a time. */
    record Time(int source, long time) implements Arrival {}

    /** A source is silent. */
    record Idle(int source) implements Arrival {}

    /**
     * Other rules take effect.
     *
     * @param mode of all of them; null if they keep their own
     */
    record Deploy(int version, @Nullable RuleMode mode, boolean drain) implements Arrival {}

    /** Rules have another mode, are paused, or go on; nothing, where there is no such rule. */
    record Modes(RuleModes.Change change) implements Arrival {}

    /** Nothing comes any more. */
    record End() implements Arrival {}
  }

  /**
   * An event on its way to a rule.
   *
   * @param at the arrival at which it is matched: its own, or the one that it had to wait for
   * @param clock the time that it counts as
   */
  record Matched(Arrival.Event event, int at, long clock) {}

  /**
   * What the rules of one lateness see.
   *
   * @param matched in this order
   * @param reached for each arrival, the time that these rules have come to with it
   */
  record Seen(List<Matched> matched, long[] reached) {
    /** The arrival that lets time pass an end. */
    int passing(long end) {
      int at = 0;
      while (reached[at] <= end) {
        at++;
      }
      return at;
    }
  }

  private final List<Arrival> arrivals;

  /** For each arrival: whether rules see it at all. */
  private final boolean[] counts;

  private int duplicates;
  private int late;

  /** For each arrival, with it: the greatest time of all sources, and of the slowest one. */
  private final long[] latest;

  private final long[] slowest;

  ReferenceTime(List<Arrival> arrivals) {
    this.arrivals = arrivals;
    this.counts = new boolean[arrivals.size()];
    this.latest = new long[arrivals.size()];
    this.slowest = new long[arrivals.size()];
    Map<Integer, Long> greatest = new HashMap<>();
    Set<Integer> idle = new HashSet<>();
    Map<String, Long> seen = new HashMap<>(); // ids by type, with the time at which they were new
    long all = NEVER; // where all sources have come to; it never goes back
    for (int i = 0; i < arrivals.size(); i++) {
      counts[i] = true;
      switch (arrivals.get(i)) {
        case Arrival.Event e -> {
          EventType.Arrival how = e.type().arrival();
          long now = Math.max(i == 0 ? NEVER : latest[i - 1], e.time());
          Long before = seen.get(e.type().name() + e.id());
          if (before != null && now - before <= how.dedupeMillis()) {
            duplicates++;
            counts[i] = false;
          } else {
            seen.put(e.type().name() + e.id(), now);
            boolean isLate = all != NEVER && e.time() < all - how.latenessMillis();
            late += isLate ? 1 : 0;
            counts[i] = !isLate || how.late() == EventType.Late.ACCEPT;
          }
          if (counts[i]) {
            greatest.merge(e.source(), e.time(), Math::max);
            idle.remove(e.source());
          }
        }
        case Arrival.Time(int source, long time) -> {
          greatest.merge(source, time, Math::max);
          idle.remove(source);
        }
        case Arrival.Idle(int source) -> idle.add(source);
        case Arrival.Deploy deploy -> {}
        case Arrival.Modes modes -> {}
        case Arrival.End end -> {}
      }
      latest[i] = greatest.values().stream().max(Long::compare).orElse(NEVER);
      slowest[i] =
          greatest.keySet().stream()
              .filter(source -> !idle.contains(source))
              .map(greatest::get)
              .min(Long::compare)
              .orElse(NEVER);
      all = Math.max(all, slowest[i] == NEVER ? latest[i] : slowest[i]);
    }
  }

  /** How many events came before. */
  int duplicates() {
    return duplicates;
  }

  /** How many others came too late for their type. */
  int late() {
    return late;
  }

  /** How many arrivals there are. */
  int arrivals() {
    return arrivals.size();
  }

  Arrival arrival(int at) {
    return arrivals.get(at);
  }

  /** The event that arrives, if there is one and rules see it. */
  Arrival.@Nullable Event event(int at) {
    return counts[at] && arrivals.get(at) instanceof Arrival.Event event ? event : null;
  }

  /** How far rules without lateness have come with an arrival. */
  long latest(int arrival) {
    return arrivals.get(arrival) instanceof Arrival.End ? Long.MAX_VALUE : latest[arrival];
  }

  /** How far the sources let rules of a lateness come with an arrival. */
  long watermark(int arrival, long lateness) {
    if (arrivals.get(arrival) instanceof Arrival.End) {
      return Long.MAX_VALUE;
    }
    // Where all sources are idle, or none has come yet, nothing is waited for.
    return slowest[arrival] == NEVER ? latest[arrival] : slowest[arrival] - lateness;
  }
}
