package io.tripline.engine.bound;

import io.tripline.engine.bound.Configurations.Way;
import io.tripline.engine.bound.Configurations.When;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many descend from a partial match at each place, itself included, in n more events: the
 * partial matches that are there at the end, or all the events that those have bound.
 *
 * <p>A partial match branches off once over each way that breaks when it is gone, and at every
 * event over the others. Where all its ways are gone, and it does not wait for time, it is no more;
 * so of a partial match and its branches not all are there at a time. Ways round a cycle make the
 * count grow: by a sum where one leads back, by powers where several do, or one that can be gone at
 * every event.
 */
final class Descent {
  private final Configurations all;
  private final int[] typeOf;
  private final boolean[] leftOut;
  private final boolean events;
  private final boolean[] live;
  private final Growth[] growth;

  /**
   * @param typeOf for each variable the type of its events; an event has one type
   * @param leftOut places whose partial matches are counted elsewhere
   * @param events whether to count bound events and not partial matches
   */
  Descent(Configurations all, int[] typeOf, boolean[] leftOut, boolean events) {
    this.all = all;
    this.typeOf = typeOf;
    this.leftOut = leftOut;
    this.events = events;
    this.live = live();
    this.growth = new Growth[all.size()];
    Arrays.fill(growth, Growth.NOTHING);
  }

  /** From n events, each of which may begin a match. */
  Growth fromStart() {
    for (List<Integer> cycle : new Cycles(all).childrenFirst()) {
      if (live[cycle.getFirst()] && cycle.getFirst() != 0) {
        Growth descending = descending(cycle);
        cycle.forEach(place -> growth[place] = descending);
      }
    }
    return together(all.ways(0)).most().forEachEvent();
  }

  /** Places that are counted, and those from which one is reached. */
  private boolean[] live() {
    boolean[] live = new boolean[all.size()];
    for (int p = 1; p < live.length; p++) {
      live[p] = !leftOut[p];
    }
    boolean more = true;
    while (more) {
      more = false;
      for (int p = live.length - 1; p > 0; p--) {
        if (!live[p] && all.ways(p).stream().anyMatch(w -> isLive(w, live))) {
          live[p] = true;
          more = true;
        }
      }
    }
    return live;
  }

  private static boolean isLive(Way way, boolean[] live) {
    return way.to() != Way.NOT_KEPT && live[way.to()];
  }

  /**
   * What ways that go at one event, or each at most once, lead to.
   *
   * @param most descendants over ways that leave the cycle
   * @param back ways that stay in it
   */
  private record Gain(Growth most, long back) {
    static final Gain NONE = new Gain(Growth.NOTHING, 0);

    boolean isNothing() {
      return most.isNothing() && back == 0;
    }

    Gain plus(Gain other) {
      return new Gain(most.plus(other.most), back + other.back);
    }

    Gain max(Gain other) {
      return new Gain(most.max(other.most), Math.max(back, other.back));
    }
  }

  private Growth descending(List<Integer> cycle) {
    Growth apart = Growth.NOTHING;
    long back = 0;
    long backOrAnyTime = 0;
    boolean anyTime = false;
    for (int place : cycle) {
      Map<When, List<Way>> ways = new HashMap<>();
      all.ways(place).forEach(w -> ways.computeIfAbsent(w.when(), k -> new ArrayList<>()).add(w));
      Gain next = together(ways.getOrDefault(When.NEXT, List.of()));
      Gain each = together(ways.getOrDefault(When.EACH, List.of()));
      Gain once = Gain.NONE;
      boolean canStay = ways.containsKey(When.EACH) || all.waits(place);
      for (List<Way> broken : brokenTogether(ways.getOrDefault(When.ONCE, List.of()))) {
        Gain gain = together(broken);
        once = once.plus(gain);
        // It costs nothing not to go this way; and while it is open, the partial match is there.
        canStay |= gain.isNothing();
      }
      Growth self = Growth.NOTHING;
      if (events || canStay && !leftOut[place]) {
        self = Growth.ONE;
      }
      Growth own =
          self.plus(once.most.later()).plus(next.most.later()).plus(each.most.forEachEvent());
      apart = apart.max(own);
      back = Math.max(back, once.back + next.back);
      backOrAnyTime = Math.max(backOrAnyTime, once.back + next.back + each.back);
      anyTime |= each.back > 0;
    }
    if (anyTime) {
      return apart.branching(backOrAnyTime);
    }
    return back > 0 ? apart.followedBy(back) : apart.atLeastOne();
  }

  /** Ways that one event takes together: those of its type. */
  private Gain together(List<Way> ways) {
    Map<Integer, Gain> byType = new LinkedHashMap<>();
    for (Way way : ways) {
      if (isLive(way, live)) {
        // The cycle that is being worked on has no growth yet.
        boolean isBack = growth[way.to()].isNothing();
        Gain gain = isBack ? new Gain(Growth.NOTHING, 1) : new Gain(growth[way.to()], 0);
        byType.merge(typeOf[way.variable()], gain, Gain::plus);
      }
    }
    return byType.values().stream().reduce(Gain.NONE, Gain::max);
  }

  /** Of ways that go once, those that the same events break. */
  private static List<List<Way>> brokenTogether(List<Way> ways) {
    List<List<Way>> result = new ArrayList<>();
    Map<Set<Integer>, List<Way>> byRivals = new LinkedHashMap<>();
    for (Way way : ways) {
      if (way.breaksAsOne()) {
        byRivals.computeIfAbsent(way.rivals(), k -> new ArrayList<>()).add(way);
      } else {
        result.add(List.of(way));
      }
    }
    result.addAll(byRivals.values());
    return result;
  }
}
