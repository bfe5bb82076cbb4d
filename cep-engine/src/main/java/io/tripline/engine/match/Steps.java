package io.tripline.engine.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an event makes of the {@link PlaceNumbers} of partial matches, by the answers to the rule's
 * conditions alone: a table that is filled as it is needed. Not thread-safe.
 */
final class Steps {
  static final int NONE = -1;

  private final PlaceNumbers places;
  private final Conditions conditions;
  private final Advance advance;
  private final Run nothing;
  private final Run run;
  private final List<Run> branched = new ArrayList<>();
  private final Automaton automaton;
  private final int registerBytes;

  // By place and answers; behind them, by the index of the allowed beginnings and answers.
  private final PairTable known = new PairTable();
  private final PairTable knownStarts = new PairTable();
  private final PairTable allowances = new PairTable();
  private int[] passes = new int[16];
  private int[] firsts = new int[16];
  private int[] startFirsts = new int[16];

  // Branches, those of one step one behind the other; the last of a step is followed by NONE twice.
  private int[] tos = new int[64];
  private int[] ends = new int[64];
  private int count;

  Steps(MatcherParts parts, PlaceNumbers places) {
    this.places = places;
    this.automaton = parts.program().automaton();
    this.conditions = parts.conditions();
    this.advance = new Advance(parts.program(), conditions, parts.untils(), parts.absences(), null);
    this.nothing = parts.nothing();
    this.registerBytes = nothing.registers.length;
    this.run = new Run(automaton.counters(), registerBytes);
  }

  /** How much is known. */
  int size() {
    return known.size() + knownStarts.size() + places.size();
  }

  void clear() {
    known.clear();
    knownStarts.clear();
    allowances.clear();
    places.clear();
    count = 0;
  }

  /** The step of a place over an event. */
  int of(int place, long answers) {
    int index = known.add(place, answers);
    if (index >= 0) {
      return index;
    }
    index = -index - 1;
    if (index == passes.length) {
      passes = Arrays.copyOf(passes, 2 * index);
      firsts = Arrays.copyOf(firsts, 2 * index);
    }
    places.restore(place, run);
    conditions.remember(answers);
    advance.begin();
    branched.clear();
    advance.run(run, 0, this::branch);
    passes[index] = run.isPending() ? places.of(run) : NONE;
    firsts[index] = branches();
    return index;
  }

  /** The place of a partial match that has not taken the event; {@link #NONE} if it is over. */
  int pass(int step) {
    return passes[step];
  }

  /** Its first branch. */
  int branches(int step) {
    return firsts[step];
  }

  /**
   * The first branch of matches that begin with an event.
   *
   * @param allowed the edges over which one may begin
   */
  int starts(long allowed, long answers) {
    int of = allowances.add(0, allowed);
    int index = knownStarts.add(of < 0 ? -of - 1 : of, answers);
    if (index >= 0) {
      return startFirsts[index];
    }
    index = -index - 1;
    if (index == startFirsts.length) {
      startFirsts = Arrays.copyOf(startFirsts, 2 * index);
    }
    conditions.remember(answers);
    advance.begin();
    branched.clear();
    advance.start(nothing, allowed, 0, this::branch);
    startFirsts[index] = branches();
    return startFirsts[index];
  }

  private Run branch(Run from, int to, int[] counts, long open, long waits) {
    Run branch = new Run(automaton.counters(), registerBytes);
    branch.begin(to, counts, 0, 0, 0, open);
    branched.add(branch);
    return branch;
  }

  private int branches() {
    int first = count;
    while (count + branched.size() + 1 > tos.length) {
      tos = Arrays.copyOf(tos, 2 * tos.length);
      ends = Arrays.copyOf(ends, tos.length);
    }
    for (Run each : branched) {
      tos[count] = each.isPending() ? places.of(each) : NONE;
      boolean complete = advance.candidates.contains(each);
      ends[count++] = automaton.variable(each.state) << 1 | (complete ? 1 : 0);
    }
    tos[count] = NONE;
    ends[count++] = NONE;
    return first;
  }

  /** Whether there is a branch at an index; the next one is at the next index. */
  boolean isBranch(int branch) {
    return ends[branch] != NONE;
  }

  /** The place of a branch; {@link #NONE} if it does not go on. */
  int to(int branch) {
    return tos[branch];
  }

  /** The variable that takes the event. */
  int variable(int branch) {
    return ends[branch] >> 1;
  }

  /** Whether a match is complete with the event. */
  boolean isComplete(int branch) {
    return (ends[branch] & 1) != 0;
  }
}
