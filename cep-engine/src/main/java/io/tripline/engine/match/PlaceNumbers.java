package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.engine.match.Automaton.Mark;
import io.tripline.engine.match.Automaton.Reach;
import java.util.Arrays;

/**
 * The places that partial matches can be at where no condition looks back: all that their future
 * depends on, their start and what they have bound apart. Each has a number while this lives. Not
 * thread-safe.
 */
final class PlaceNumbers {
  /** In place of a mask: every event matters, also one that satisfies nothing. */
  static final long EVERYTHING = -1;

  private static final int OPEN = 1;
  private static final int ALIVE = 2;
  private static final int COUNTS = 3;

  private final Automaton automaton;
  private final int variables;
  private final boolean seesBetween;
  private final int counters;
  private final int stride;
  private long[] words;
  private long[] relevant = new long[16];
  private int[] slots = new int[32];
  private int size;

  PlaceNumbers(Program program) {
    this.automaton = program.automaton();
    this.variables = program.rule().variables().size();
    this.seesBetween = automaton.looksAtNext();
    this.counters = automaton.counters();
    this.stride = words(program);
    this.words = new long[16 * stride];
  }

  /** How many words one takes. */
  static int words(Program program) {
    return COUNTS + (program.automaton().counters() + 1) / 2;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
    Arrays.fill(slots, 0);
  }

  /** The place of a run. */
  int of(Run run) {
    reserve();
    int at = size * stride;
    words[at] = (long) run.state << 1 | (seesBetween && run.fresh ? 1 : 0);
    words[at + OPEN] = run.open;
    words[at + ALIVE] = run.alive;
    for (int i = COUNTS; i < stride; i++) {
      int low = 2 * (i - COUNTS);
      long high = low + 1 < counters ? run.counts[low + 1] : 0;
      words[at + i] = high << 32 | run.counts[low];
    }
    return intern();
  }

  /** The place whose words are given. */
  int of(long[] source, int from) {
    reserve();
    System.arraycopy(source, from, words, size * stride, stride);
    return intern();
  }

  /** Whether words can be those of a place. */
  boolean isPlace(long[] source) {
    long state = source[0] >>> 1;
    if (state >= automaton.states()) {
      return false;
    }
    int edges = automaton.edges((int) state).length;
    return edges == Long.SIZE || (source[OPEN] | source[ALIVE]) >>> edges == 0;
  }

  /** Its words. */
  void copy(int place, long[] target, int to) {
    System.arraycopy(words, place * stride, target, to, stride);
  }

  /** The state of the automaton there. */
  int state(int place) {
    return (int) (words[place * stride] >>> 1);
  }

  /** The edges that can be taken from there, as a bit mask. */
  long alive(int place) {
    return words[place * stride + ALIVE];
  }

  /** Puts a run there; its times say nothing. */
  void restore(int place, Run run) {
    int at = place * stride;
    for (int i = 0; i < counters; i++) {
      run.counts[i] = (int) (words[at + COUNTS + i / 2] >>> (i % 2 == 0 ? 0 : 32));
    }
    run.begin((int) (words[at] >>> 1), run.counts, 0, 0, 0, words[at + OPEN]);
    run.alive = words[at + ALIVE];
    run.fresh = (words[at] & 1) != 0;
  }

  /**
   * The answers of which an event must give one, at least, to matter here: it changes the place, or
   * a match can take it and go on. Not those by which it could only end a match.
   */
  long relevant(int place) {
    return relevant[place];
  }

  private void reserve() {
    if ((size + 1) * stride > words.length) {
      words = Arrays.copyOf(words, 2 * words.length);
    }
    if (size == relevant.length) {
      relevant = Arrays.copyOf(relevant, 2 * size);
    }
  }

  /** The place whose words are behind the last one. */
  private int intern() {
    int at = size * stride;
    int mask = slots.length - 1;
    int slot = hash(at) & mask;
    while (slots[slot] != 0) {
      int known = slots[slot] - 1;
      if (Arrays.equals(words, known * stride, (known + 1) * stride, words, at, at + stride)) {
        return known;
      }
      slot = slot + 1 & mask;
    }
    slots[slot] = size + 1;
    relevant[size] = relevance(at);
    size++;
    if (2 * size > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int i = 0; i < size; i++) {
      int slot = hash(i * stride) & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = i + 1;
    }
  }

  private int hash(int at) {
    long h = 0;
    for (int i = 0; i < stride; i++) {
      h = (h ^ words[at + i]) * 0xD6E8FEB86659FD93L;
      h ^= h >>> 32;
    }
    return (int) h;
  }

  private long relevance(int at) {
    int state = (int) (words[at] >>> 1);
    long open = words[at + OPEN];
    long alive = words[at + ALIVE];
    if ((words[at] & 1) != 0) {
      return EVERYTHING;
    }
    Automaton.Edge[] edges = automaton.edges(state);
    long mask = 0;
    for (long left = open; left != 0; left &= left - 1) {
      Automaton.Edge edge = edges[Long.numberOfTrailingZeros(left)];
      boolean unbroken = (alive >>> Long.numberOfTrailingZeros(left) & 1) != 0;
      if (unbroken && automaton.edges(edge.to()).length > 0) {
        mask |= bit(edge.to());
      }
      if (unbroken && edge.arrow() != Pattern.Arrow.FOLLOWED_BY_ANY) {
        mask |= bit(edge.to());
        for (int rival : edge.rivals()) {
          mask |= 1L << rival;
        }
      }
      for (Mark mark : edge.marks()) {
        mask |= mark.reach() == Reach.BETWEEN ? 1L << mark.variable() : 0;
      }
      for (long ends = edge.endsWith(); ends != 0; ends &= ends - 1) {
        mask |= bit(edges[Long.numberOfTrailingZeros(ends)].to());
      }
    }
    for (int loop : automaton.loopsOf(state)) {
      if (!automaton.loops().get(loop).until().isEmpty()) {
        mask |= 1L << variables + loop;
      }
    }
    return mask;
  }

  private long bit(int state) {
    return 1L << automaton.variable(state);
  }
}
