package io.tripline.engine.match;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same for sets of places: those at which partial matches can be that have taken the very same
 * events, by whichever variables. So each choice of events leads to one set, and choices can be
 * told through without meeting one twice. Not thread-safe.
 */
final class StepSets {
  static final int NONE = -1;

  private final PlaceNumbers places;
  private final Steps steps;
  private final Map<List<Integer>, Integer> numbers = new HashMap<>();
  private int[][] sets = new int[16][];
  private long[] relevant = new long[16];
  private int size;

  private final PairTable known = new PairTable();
  private int[] passes = new int[16];
  private Taking[] takings = new Taking[16];
  private final Map<Integer, Taking> starts = new HashMap<>();

  /**
   * What becomes of a set where the event is taken.
   *
   * @param set where it goes on; {@link #NONE} if it does not
   * @param variables that take it and go on, as a bit mask
   * @param completing variables that take it and complete a match
   */
  record Taking(int set, long variables, long completing) {}

  StepSets(PlaceNumbers places, Steps steps) {
    this.places = places;
    this.steps = steps;
  }

  int size() {
    return size + known.size();
  }

  void clear() {
    numbers.clear();
    known.clear();
    starts.clear();
    size = 0;
  }

  /** {@link PlaceNumbers#relevant} of any of its places. */
  long relevant(int set) {
    return relevant[set];
  }

  /** Where matches are that begin with an event. */
  Taking start(long allowed, long answers) {
    int first = steps.starts(allowed, answers);
    return starts.computeIfAbsent(first, f -> taking(new Branches().add(f)));
  }

  /** The step of a set over an event. */
  int step(int set, long answers) {
    int index = known.add(set, answers);
    if (index >= 0) {
      return index;
    }
    index = -index - 1;
    if (index == passes.length) {
      passes = Arrays.copyOf(passes, 2 * index);
      takings = Arrays.copyOf(takings, 2 * index);
    }
    int[] members = sets[set];
    int[] left = new int[members.length];
    int count = 0;
    Branches branches = new Branches();
    for (int place : members) {
      int step = steps.of(place, answers);
      if (steps.pass(step) != Steps.NONE) {
        left[count++] = steps.pass(step);
      }
      branches.add(steps.branches(step));
    }
    passes[index] = intern(left, count);
    takings[index] = taking(branches);
    return index;
  }

  /** The set where the event is not taken; {@link #NONE} if all is over then. */
  int pass(int step) {
    return passes[step];
  }

  Taking taking(int step) {
    return takings[step];
  }

  private final class Branches {
    int[] to = new int[4];
    int count;
    long variables;
    long completing;

    Branches add(int first) {
      for (int b = first; steps.isBranch(b); b++) {
        long bit = 1L << steps.variable(b);
        completing |= steps.isComplete(b) ? bit : 0;
        if (steps.to(b) != Steps.NONE) {
          variables |= bit;
          if (count == to.length) {
            to = Arrays.copyOf(to, 2 * count);
          }
          to[count++] = steps.to(b);
        }
      }
      return this;
    }
  }

  private Taking taking(Branches branches) {
    return new Taking(intern(branches.to, branches.count), branches.variables, branches.completing);
  }

  private int intern(int[] members, int count) {
    if (count == 0) {
      return NONE;
    }
    int[] set = Arrays.stream(members, 0, count).sorted().distinct().toArray();
    Integer number = numbers.putIfAbsent(Arrays.stream(set).boxed().toList(), size);
    if (number != null) {
      return number;
    }
    if (size == sets.length) {
      sets = Arrays.copyOf(sets, 2 * size);
      relevant = Arrays.copyOf(relevant, 2 * size);
    }
    sets[size] = set;
    long mask = 0;
    for (int place : set) {
      mask |= places.relevant(place);
    }
    relevant[size] = mask;
    return size++;
  }
}
