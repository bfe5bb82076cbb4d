package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.pipeline.ReferenceTime.Arrival;
import io.tripline.engine.pipeline.ReferenceTime.Matched;
import io.tripline.engine.pipeline.ReferenceTime.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of each lateness see, and when; also where rules come and go, and others of
 * another lateness take their place.
 */
final class ReferenceLanes {
  private static final long NEVER = ReferenceTime.NEVER;

  private final ReferenceTime time;
  private final ReferenceVersions versions;
  private final Map<Long, Seen> seen = new TreeMap<>();

  /** By version and lateness, the time that rules have come to when it takes effect. */
  private final Map<Integer, Map<Long, Long>> begun = new HashMap<>();

  /** Those that there are now, without that of lateness 0. */
  private final Map<Long, Lane> lanes = new TreeMap<>();

  /** Events that wait, and how far the lane has come. */
  private static final class Lane {
    final List<Arrival.Event> held = new ArrayList<>();
    long reached;

    Lane(long reached) {
      this.reached = reached;
    }

    long lastTime() {
      return held.stream().mapToLong(Arrival.Event::time).max().orElse(NEVER);
    }
  }

  ReferenceLanes(ReferenceTime time, ReferenceVersions versions) {
    this.time = time;
    this.versions = versions;
    for (int version = 0; version < versions.count(); version++) {
      types(version).keySet().forEach(this::seen);
    }
    seen(0);
    types(0).keySet().stream().filter(l -> l > 0).forEach(l -> lanes.put(l, new Lane(NEVER)));
    for (int i = 0; i < time.arrivals(); i++) {
      onArrival(i);
      for (Map.Entry<Long, Seen> each : seen.entrySet()) {
        Lane lane = lanes.get(each.getKey());
        each.getValue().reached()[i] =
            each.getKey() == 0 ? time.latest(i) : lane == null ? NEVER : lane.reached;
      }
      if (time.arrival(i) instanceof Arrival.Deploy(int version, _, _)) {
        begin(version, i);
      }
    }
  }

  /** What the rules of a lateness see. */
  Seen seen(long lateness) {
    return seen.computeIfAbsent(
        lateness,
        l -> {
          long[] reached = new long[time.arrivals()];
          Arrays.fill(reached, NEVER);
          return new Seen(new ArrayList<>(), reached);
        });
  }

  /** The lateness of a rule: the greatest of what it takes and what it reads. */
  static long lateness(Rule rule) {
    return types(rule).values().stream().max(Long::compare).orElse(0L);
  }

  /** By name the types that a rule hears of, and how late their events may come. */
  private static Map<String, Long> types(Rule rule) {
    Map<String, Long> types = new HashMap<>();
    rule.key()
        .sources()
        .forEach(s -> types.put(s.type().name(), s.type().arrival().latenessMillis()));
    rule.walk(
        e -> {
          if (e instanceof Expr.FeatureValue value) {
            var source = value.feature().aggregate().source();
            types.put(source.name(), source.arrival().latenessMillis());
          }
        });
    return types;
  }

  /** By the lateness of the rules of a version, the names of the types that they hear of. */
  private Map<Long, Set<String>> types(int version) {
    Map<Long, Set<String>> all = new TreeMap<>();
    for (Rule rule : versions.running(version)) {
      all.computeIfAbsent(lateness(rule), l -> new HashSet<>()).addAll(types(rule).keySet());
    }
    return all;
  }

  private void onArrival(int at) {
    Arrival.Event event = time.event(at);
    if (event != null) {
      seen(0).matched().add(new Matched(event, at, time.latest(at)));
      Map<Long, Set<String>> types = types(versions.at(at));
      lanes.forEach(
          (lateness, lane) -> {
            if (types.get(lateness).contains(event.type().name())) {
              if (event.time() < lane.reached) {
                seen(lateness).matched().add(new Matched(event, at, lane.reached));
              } else {
                lane.held.add(event);
              }
            }
          });
    }
    if (time.arrival(at) instanceof Arrival.Deploy(int version, _, _)) {
      makeRoom(version, at);
    } else {
      lanes.forEach((l, lane) -> release(l, lane, time.watermark(at, l), at));
    }
  }

  private void release(long lateness, Lane lane, long to, int at) {
    lane.reached = Math.max(lane.reached, to);
    lane.held.sort(Comparator.comparingLong(Arrival.Event::time)); // equal times stay as they came
    while (!lane.held.isEmpty() && lane.held.getFirst().time() <= lane.reached) {
      Arrival.Event event = lane.held.removeFirst();
      seen(lateness).matched().add(new Matched(event, at, event.time()));
    }
  }

  /** What the rules so far still see when others are about to take effect. */
  private void makeRoom(int version, int at) {
    Set<Long> left = new HashSet<>(lanes.keySet());
    left.removeAll(types(version).keySet());
    forEachMove(version, (from, to) -> left.add(from));
    left.forEach(
        l -> {
          Lane lane = lanes.get(l);
          if (lane != null) {
            release(l, lane, lane.lastTime(), at);
          }
        });
    forEachMove(
        version,
        (from, to) -> {
          Lane lane = lanes.get(to);
          if (lane != null) {
            release(to, lane, reached(from, at), at);
          }
        });
  }

  private long reached(long lateness, int at) {
    Lane lane = lanes.get(lateness);
    return lane == null ? time.latest(at) : lane.reached;
  }

  /** The lanes of a version, once it takes effect. */
  private void begin(int version, int at) {
    Map<Long, Lane> next = new TreeMap<>();
    for (long lateness : types(version).keySet()) {
      Lane lane = lanes.get(lateness);
      if (lateness > 0) {
        next.put(lateness, lane == null ? new Lane(time.watermark(at, lateness)) : lane);
      }
    }
    forEachMove(
        version,
        (from, to) -> {
          Lane lane = next.get(to);
          if (lane != null) {
            lane.reached = Math.max(lane.reached, reached(from, at));
          }
        });
    lanes.clear();
    lanes.putAll(next);
    Map<Long, Long> reached = new TreeMap<>(Map.of(0L, time.latest(at)));
    lanes.forEach((lateness, lane) -> reached.put(lateness, lane.reached));
    begun.put(version, reached);
  }

  /** The time that a rule has come to when a version of it takes effect. */
  long start(int version, Rule rule) {
    return Objects.requireNonNull(Objects.requireNonNull(begun.get(version)).get(lateness(rule)));
  }

  private interface Move {
    void of(long from, long to);
  }

  /** Rules that go on with another lateness, which take the time along that they have come to. */
  private void forEachMove(int version, Move move) {
    for (Rule rule : versions.rules(version).rules()) {
      @Nullable Rule before = versions.before(version, rule);
      if (before != null && lateness(before) != lateness(rule)) {
        move.of(lateness(before), lateness(rule));
      }
    }
  }
}
