package io.tripline.engine.match;

import java.util.ArrayList;
import java.util.List;

/**
 * The variables that can take the events of a match, where several can take one of them: every
 * choice that spells a word of the pattern, the earlier variable first. Not thread-safe.
 */
final class Assignments {
  private final PlaceNumbers places;
  private final Steps steps;
  private final KeptLog log;

  /** A way to take an event; those of one event have different places or variables. */
  private static final class Spot {
    final int place;
    final int variable;
    boolean completes;
    boolean leadsOn;
    final List<Spot> next = new ArrayList<>(2);

    Spot(int place, int variable) {
      this.place = place;
      this.variable = variable;
    }
  }

  /** Takes the choices. */
  interface Taker {
    /**
     * @return whether another one is wanted
     */
    boolean take(int[] variables);
  }

  Assignments(PlaceNumbers places, Steps steps, KeptLog log) {
    this.places = places;
    this.steps = steps;
    this.log = log;
  }

  /**
   * Goes through them.
   *
   * @param events the first {@code count} are those of the match
   * @return whether the taker wants more
   */
  boolean each(int[] events, int count, Taker taker) {
    List<List<Spot>> layers = layers(events, count);
    int[] variables = new int[count];
    List<List<Spot>> chosen = new ArrayList<>();
    long[] left = new long[count];
    left[0] = variables(layers.getFirst());
    int at = 0;
    while (at >= 0) {
      while (chosen.size() > at) {
        chosen.removeLast();
      }
      if (left[at] == 0) {
        at--;
        continue;
      }
      int variable = Long.numberOfTrailingZeros(left[at]);
      left[at] &= left[at] - 1;
      variables[at] = variable;
      List<Spot> from = at == 0 ? layers.getFirst() : next(chosen.get(at - 1));
      chosen.add(from.stream().filter(s -> s.leadsOn && s.variable == variable).toList());
      if (at + 1 < count) {
        at++;
        left[at] = variables(next(chosen.get(at - 1)));
      } else if (!taker.take(variables)) {
        return false;
      }
    }
    return true;
  }

  private static List<Spot> next(List<Spot> spots) {
    return spots.stream().flatMap(s -> s.next.stream()).distinct().toList();
  }

  private static long variables(List<Spot> spots) {
    long mask = 0;
    for (Spot spot : spots) {
      mask |= spot.leadsOn ? 1L << spot.variable : 0;
    }
    return mask;
  }

  /** The ways to take each event, which of them follow each other, and which lead to the end. */
  private List<List<Spot>> layers(int[] events, int count) {
    List<List<Spot>> layers = new ArrayList<>();
    List<Spot> layer = new ArrayList<>();
    branches(steps.starts(log.starts(events[0]), log.answers(events[0])), layer);
    layers.add(layer);
    for (int i = 1; i < count; i++) {
      List<Spot> next = new ArrayList<>();
      for (Spot spot : layer) {
        int place = spot.place == Steps.NONE ? Steps.NONE : passed(spot, events[i - 1], events[i]);
        if (place != Steps.NONE) {
          int step = steps.of(place, log.answers(events[i]));
          spot.next.addAll(branches(steps.branches(step), next));
        }
      }
      layers.add(next);
      layer = next;
    }
    layer.forEach(spot -> spot.leadsOn = spot.completes);
    for (int i = count - 2; i >= 0; i--) {
      for (Spot spot : layers.get(i)) {
        spot.leadsOn = spot.next.stream().anyMatch(s -> s.leadsOn);
      }
    }
    return layers;
  }

  /** Where a match is that takes none of the events between. */
  private int passed(Spot spot, int after, int before) {
    int place = spot.place;
    int index = after + 1;
    while (place != Steps.NONE) {
      long matters = places.relevant(place);
      index = matters == PlaceNumbers.EVERYTHING ? index : log.next(matters, index, before);
      if (index >= before) {
        return place;
      }
      place = steps.pass(steps.of(place, log.answers(index)));
      index++;
    }
    return place;
  }

  /** Adds branches to a layer, each once; returns them. */
  private List<Spot> branches(int first, List<Spot> layer) {
    List<Spot> all = new ArrayList<>();
    for (int b = first; steps.isBranch(b); b++) {
      int place = steps.to(b);
      int variable = steps.variable(b);
      Spot spot = null;
      for (Spot known : layer) {
        spot = known.place == place && known.variable == variable ? known : spot;
      }
      if (spot == null) {
        spot = new Spot(place, variable);
        layer.add(spot);
      }
      spot.completes |= steps.isComplete(b);
      all.add(spot);
    }
    return all;
  }
}
