package io.tripline.engine.match;

import java.util.Arrays;

/**
 * The ways from the events of a key to the one at hand, as far as they are looked for: a graph
 * whose spots are a set of places (see {@link StepSets}) and an event that matters there, with one
 * way on where the event is taken and one where it is not. Every way through the graph is another
 * choice of events. Spots are made when they are first come to, and shared by all that come there.
 *
 * <p>How long the ways from a spot are, that is how many events a match still takes, is known
 * exactly, so that nobody goes a way that ends nowhere:
 *
 * <ul>
 *   <li>Where the pattern bounds the length of a match, it is asked for one length at a time, and
 *       found by going there; what was found once stays known.
 *   <li>Where it does not, the longest way from each spot is worked out, and which of the next
 *       shorter lengths there are: {@link Lengths}.
 * </ul>
 *
 * <p>All of it is about one event. Not thread-safe.
 */
final class Ways {
  static final int NONE = -1;
  private static final int UNKNOWN = -2;

  private final StepSets sets;
  private final KeptLog log;
  private final boolean bounded;
  private final Lengths lengths;

  // Spots, by set and event.
  private final PairTable spots = new PairTable();
  private int[] takes = new int[64];
  private int[] passes = new int[64];

  // For bounded lengths: by spot and length, the first spot from there on that takes its event and
  // then has a way of so many events.
  private final PairTable asked = new PairTable();
  private int[] found = new int[64];
  private int[] trail = new int[64];
  private int trailEnd;

  private int last;
  private long steps;

  /**
   * @param bounded whether a match has 63 events at most
   */
  Ways(StepSets sets, KeptLog log, boolean bounded) {
    this.sets = sets;
    this.log = log;
    this.bounded = bounded;
    this.lengths = new Lengths(this);
  }

  /** Begins with an event that completes something, the last one of the log. */
  void begin() {
    spots.clear();
    asked.clear();
    lengths.clear();
    last = log.end() - 1;
  }

  /** How often a spot was looked at since this was made. */
  long steps() {
    return steps;
  }

  /** The spot of a set before an event. */
  int spot(int set, int index) {
    steps++;
    long matters = sets.relevant(set);
    int event =
        matters == PlaceNumbers.EVERYTHING ? Math.min(index, last) : log.next(matters, index, last);
    int known = spots.add(set, event);
    if (known >= 0) {
      return known;
    }
    int spot = -known - 1;
    if (spot == takes.length) {
      takes = Arrays.copyOf(takes, 2 * spot);
      passes = Arrays.copyOf(passes, 2 * spot);
    }
    takes[spot] = UNKNOWN;
    passes[spot] = UNKNOWN;
    return spot;
  }

  int spots() {
    return spots.size();
  }

  /** The event that matters at a spot. */
  int event(int spot) {
    return (int) spots.second(spot);
  }

  private int step(int spot) {
    return sets.step(spots.first(spot), log.answers(event(spot)));
  }

  /** What takes the event of a spot. */
  StepSets.Taking taking(int spot) {
    return sets.taking(step(spot));
  }

  /** Whether the event of a spot is the one at hand, and completes a match. */
  boolean completes(int spot) {
    return event(spot) == last && taking(spot).completing() != 0;
  }

  /** The spot behind the event, if it is taken; {@link #NONE} if it is not, or is the last one. */
  int take(int spot) {
    if (takes[spot] == UNKNOWN) {
      int behind = event(spot) == last ? NONE : behind(spot, taking(spot).set());
      takes[spot] = behind; // not in one: the array may be another one now
    }
    return takes[spot];
  }

  /** The spot behind the event, if it is not taken; {@link #NONE} if all is over then. */
  int pass(int spot) {
    if (passes[spot] == UNKNOWN) {
      int behind = event(spot) == last ? NONE : behind(spot, sets.pass(step(spot)));
      passes[spot] = behind;
    }
    return passes[spot];
  }

  private int behind(int spot, int set) {
    return set == StepSets.NONE ? NONE : spot(set, event(spot) + 1);
  }

  /**
   * The greatest number of further events that a match could take from a spot on.
   *
   * @param most that the pattern allows, if it is bounded
   */
  int longest(int spot, int most) {
    return bounded ? most : lengths.longest(spot);
  }

  /** No fewer than that. */
  int shortest(int spot) {
    return bounded ? 1 : lengths.shortest(spot);
  }

  /**
   * The first spot from a spot on, its events passed by, at which the event is taken on a way of
   * exactly so many events, that one included; {@link #NONE} if there is no such way.
   */
  int next(int spot, int length) {
    return spot == NONE ? NONE : bounded ? ask(spot, length) : lengths.next(spot, length);
  }

  private int ask(int spot, int length) {
    int from = trailEnd;
    int result = NONE;
    for (int at = spot; at != NONE; at = pass(at)) {
      steps++;
      int index = asked.add(at, length);
      if (index >= 0) {
        result = found[index];
        break;
      }
      remember(-index - 1);
      if (event(at) == last) {
        result = length == 1 && completes(at) ? at : NONE;
        break;
      }
      int taken = length > 1 ? take(at) : NONE;
      if (taken != NONE && ask(taken, length - 1) != NONE) {
        result = at;
        break;
      }
    }
    while (trailEnd > from) {
      found[trail[--trailEnd]] = result;
    }
    return result;
  }

  private void remember(int index) {
    if (index >= found.length) {
      found = Arrays.copyOf(found, 2 * found.length);
    }
    if (trailEnd == trail.length) {
      trail = Arrays.copyOf(trail, 2 * trailEnd);
    }
    trail[trailEnd++] = index;
  }
}
