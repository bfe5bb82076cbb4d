package io.tripline.engine.match;

import java.util.Arrays;

/**
 * How long the ways from the spots of {@link Ways} are where nothing bounds them: of each spot the
 * longest, the shortest, whether there is every length between, and if not which of the longest
 * ones there are, as bits by what they lack of the longest. There are as many of those as are asked
 * for: a way that lacks so much lacks no more from any spot on it. Not thread-safe.
 */
final class Lengths {
  private static final int NONE = Ways.NONE;
  private static final int NO_WAY = 0;

  private final Ways ways;
  private int[] longest = new int[64];
  private int[] shortest = new int[64];
  private boolean[] whole = new boolean[64];
  private long[] lacks = new long[64];
  private int words = 1;

  // Spots that are known, each behind those that its ways lead to; and the first of them, from a
  // spot on, whose event a way takes.
  private int[] order = new int[64];
  private int known;
  private int[] nearest = new int[64];
  private boolean[] isKnown = new boolean[64];
  private int room = 64;
  private int[] stack = new int[64];

  Lengths(Ways ways) {
    this.ways = ways;
  }

  void clear() {
    for (int i = 0; i < known; i++) {
      isKnown[order[i]] = false;
    }
    known = 0;
    words = 1;
  }

  /** The length of the longest way from a spot; 0 if there is none. */
  int longest(int spot) {
    learn(spot);
    return longest[spot];
  }

  /** The length of the shortest way from a spot; 1 if there is none. */
  int shortest(int spot) {
    learn(spot);
    return Math.max(1, shortest[spot]);
  }

  /** See {@link Ways#next}. */
  int next(int spot, int length) {
    learn(spot);
    for (int at = nearest[spot]; at != NONE; at = nearest(ways.pass(at))) {
      if (!has(at, length)) {
        return NONE;
      }
      int taken = ways.take(at);
      if (taken == NONE ? length == 1 && ways.completes(at) : has(taken, length - 1)) {
        return at;
      }
    }
    return NONE;
  }

  private int nearest(int spot) {
    return spot == NONE ? NONE : nearest[spot];
  }

  private boolean has(int spot, int length) {
    if (length > longest[spot] || length < shortest[spot] || longest[spot] == NO_WAY) {
      return false;
    }
    if (whole[spot]) {
      return true;
    }
    int lack = longest[spot] - length;
    while (lack >= words * Long.SIZE) {
      learnMore();
    }
    return (lacks[spot * words + lack / Long.SIZE] >>> lack & 1) != 0;
  }

  /** Works out a spot, and all that its ways lead to. */
  private void learn(int from) {
    if (from < room && isKnown[from]) {
      return;
    }
    int depth = 0;
    stack[depth++] = from;
    while (depth > 0) {
      int spot = stack[depth - 1];
      reserve(spot);
      if (isKnown[spot]) {
        depth--;
        continue;
      }
      int take = ways.take(spot);
      int pass = ways.pass(spot);
      reserve(Math.max(take, pass));
      if (depth + 2 > stack.length) {
        stack = Arrays.copyOf(stack, 2 * stack.length);
      }
      int before = depth;
      if (pass != NONE && !isKnown[pass]) {
        stack[depth++] = pass;
      }
      if (take != NONE && !isKnown[take]) {
        stack[depth++] = take;
      }
      if (depth == before) {
        depth--;
        isKnown[spot] = true;
        order[known++] = spot;
        evaluate(spot, take, pass);
      }
    }
  }

  private void reserve(int spot) {
    if (spot >= room) {
      room = Math.max(2 * room, spot + 1);
      longest = Arrays.copyOf(longest, room);
      shortest = Arrays.copyOf(shortest, room);
      whole = Arrays.copyOf(whole, room);
      lacks = Arrays.copyOf(lacks, room * words);
      order = Arrays.copyOf(order, room);
      nearest = Arrays.copyOf(nearest, room);
      isKnown = Arrays.copyOf(isKnown, room);
    }
  }

  private void evaluate(int spot, int take, int pass) {
    boolean completes = take == NONE && ways.completes(spot);
    int taken = completes ? 1 : take == NONE || longest[take] == NO_WAY ? 0 : longest[take] + 1;
    int passed = pass == NONE ? 0 : longest[pass];
    nearest[spot] = taken > 0 ? spot : nearest(pass);
    longest[spot] = Math.max(taken, passed);
    if (taken == 0 || passed == 0) {
      shortest[spot] =
          taken > 0 ? (completes ? 1 : shortest[take] + 1) : passed > 0 ? shortest[pass] : 0;
      whole[spot] = taken > 0 ? completes || whole[take] : passed == 0 || whole[pass];
    } else {
      int shortestTaken = completes ? 1 : shortest[take] + 1;
      shortest[spot] = Math.min(shortestTaken, shortest[pass]);
      whole[spot] =
          (completes || whole[take])
              && whole[pass]
              && shortestTaken <= passed + 1
              && shortest[pass] <= taken + 1;
    }
    int at = spot * words;
    Arrays.fill(lacks, at, at + words, 0);
    if (completes) {
      add(at, longest[spot] - 1, NONE);
    } else if (taken > 0) {
      add(at, longest[spot] - taken, take);
    }
    if (passed > 0) {
      add(at, longest[spot] - passed, pass);
    }
  }

  /** Adds the lengths of another spot, or one alone, that lack so much more. */
  private void add(int at, int more, int spot) {
    int far = more / Long.SIZE;
    for (int w = words - 1; w >= far; w--) {
      lacks[at + w] |= word(spot, w - far) << more;
      if (more % Long.SIZE != 0 && w > far) {
        lacks[at + w] |= word(spot, w - far - 1) >>> -more;
      }
    }
  }

  private long word(int spot, int word) {
    return spot == NONE ? word == 0 ? 1 : 0 : lacks[spot * words + word];
  }

  private void learnMore() {
    words *= 2;
    lacks = new long[Math.multiplyExact(room, words)];
    for (int i = 0; i < known; i++) {
      int spot = order[i];
      evaluate(spot, ways.take(spot), ways.pass(spot));
    }
  }
}
