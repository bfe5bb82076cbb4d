package io.tripline.engine.bound;

import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.engine.bound.Configurations.Way;
import io.tripline.engine.bound.Configurations.When;
import io.tripline.engine.match.Automaton.Edge;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The events that a partial match holds, one after another. */
final class Chains {
  private Chains() {}

  /** The most; {@link Formula#BEYOND} where a cycle leads back. */
  static long longest(Configurations all) {
    return most(all, place -> 1);
  }

  /**
   * The most for each partial match there is. Events are shared: an event whose partial match is
   * still there, and was only continued by others, is counted as that one's. So only events at
   * places that a partial match can leave for good while its branches go on are counted again.
   */
  static long eventsPerMatch(Configurations all) {
    long others = most(all, place -> stays(all, place) ? 0 : 1);
    return others == Formula.BEYOND ? others : others + 1;
  }

  /** The greatest sum over the places of a way from the start. */
  private static long most(Configurations all, IntUnaryOperator weight) {
    long[] most = new long[all.size()];
    for (List<Integer> cycle : new Cycles(all).childrenFirst()) {
      boolean weighs = cycle.stream().anyMatch(place -> weight.applyAsInt(place) > 0);
      long ahead = 0;
      boolean leadsBack = false;
      for (int place : cycle) {
        for (Way way : all.ways(place)) {
          if (way.to() == Way.NOT_KEPT) {
            continue;
          }
          if (cycle.contains(way.to())) {
            leadsBack = true;
          } else {
            ahead = Math.max(ahead, most[way.to()]);
          }
        }
      }
      boolean endless = leadsBack && weighs || ahead == Formula.BEYOND;
      boolean start = cycle.getFirst() == 0;
      long sum = endless ? Formula.BEYOND : ahead + (weighs && !start ? 1 : 0);
      cycle.forEach(place -> most[place] = sum);
    }
    return most[0];
  }

  /**
   * Whether a partial match, once there, is there as long as anything that began with the same
   * event: because a way stays open to it that can be taken at every event, or that is gone only
   * with a match, which takes them all with it.
   */
  private static boolean stays(Configurations all, int place) {
    // What waits for time can outlast what it has branched off.
    if (!all.exact() || all.hasUntil() || all.anyWaits()) {
      return false;
    }
    return all.ways(place).stream()
        .anyMatch(
            way ->
                way.edges().stream().allMatch(Chains::isOnlyTaken)
                    && (way.when() == When.EACH || way.match() && isGoneByMatchAlone(way)));
  }

  /** Whether nothing ends a way but what takes it. */
  private static boolean isOnlyTaken(Edge edge) {
    return edge.endsWith() == 0
        && edge.opens().length == 0
        && edge.marks().length == 0
        && edge.gap() == null;
  }

  private static boolean isGoneByMatchAlone(Way way) {
    return way.edges().stream()
        .allMatch(
            e ->
                e.arrow() == Arrow.FOLLOWED_BY
                    && e.yieldsTo() == 0
                    && e.rivals().length == 1
                    && e.rivals()[0] == way.variable());
  }
}
