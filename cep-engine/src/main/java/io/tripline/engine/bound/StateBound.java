package io.tripline.engine.bound;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.Program;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The most that a rule can remember for one key, between two events.
 *
 * <p>n is the number of events of the key that lie within {@link #spanMillis} of one another, by
 * the engine's clock, and that a {@link #counted} variable takes in some partial match. Where
 * partial matches are {@link #shared}, it is the number of those that satisfy a counted variable,
 * or the {@code until} of a loop.
 *
 * @param partialMatches how many partial matches there are
 * @param events how many events they hold together; one that several partial matches share from
 *     their common beginning counts once. Where they are shared, how many events are kept
 * @param longest the most events that one partial match holds; {@link Formula#BEYOND} if the
 *     pattern does not bound it
 * @param eventsPerMatch how many events are held for each partial match there is; {@link
 *     Formula#BEYOND} if the pattern does not bound it
 * @param counted the variables of which a partial match can hold an event; none where every match
 *     is of one event, so that nothing is kept
 * @param spanMillis the longest time for which a partial match is kept; {@link Rule#NO_BOUND} where
 *     nothing is kept
 * @param shared whether partial matches at the same place are one, and their events kept beside
 * @param size what that takes in bytes
 */
public record StateBound(
    Formula partialMatches,
    Formula events,
    long longest,
    long eventsPerMatch,
    List<Variable> counted,
    long spanMillis,
    boolean shared,
    StateSize size) {

  public StateBound {
    counted = List.copyOf(counted);
  }

  /** Derives the bound of a rule. */
  public static StateBound of(Program program) {
    StateBound each = ofEach(program);
    if (each.counted.isEmpty()) {
      return each;
    }
    return switch (program.matching()) {
      case EACH -> each;
      case CHAIN -> each.with(StateSize.ofChain(program, each.counted));
      case SHARED, COUNTED, ENUMERATED -> shared(program, each);
    };
  }

  private StateBound with(StateSize other) {
    return new StateBound(
        partialMatches, events, longest, eventsPerMatch, counted, spanMillis, shared, other);
  }

  /** Of partial matches that are told apart by place only. */
  private static StateBound shared(Program program, StateBound each) {
    Configurations all = Configurations.of(program);
    // Where it matters what comes next, there is also a mark for all that come between two of them.
    Growth n = Growth.ONE.forEachEvent();
    Growth events = program.automaton().looksAtNext() ? n.plus(n).plus(Growth.ONE) : n;
    List<Variable> variables = program.rule().variables();
    return new StateBound(
        each.partialMatches.orLess(SharedPlaces.most(all)),
        Formula.least(events, events),
        Formula.BEYOND,
        Formula.BEYOND,
        variables,
        each.spanMillis,
        true,
        StateSize.ofShared(program));
  }

  /**
   * For how long a partial match is kept, ms; 0 where nothing is, {@code Long.MAX_VALUE} where
   * nothing bounds it.
   */
  public static long reachMillis(Program program) {
    return Span.reach(program);
  }

  /** The bound where every partial match is told apart, as a trace does. */
  public static StateBound ofEach(Program program) {
    Rule rule = program.rule();
    Configurations all = Configurations.of(program);
    Together together = new Together(all, rule.variables());
    int[] typeOf =
        rule.variables().stream()
            .mapToInt(
                v -> rule.key().sources().stream().map(s -> s.type()).toList().indexOf(v.type()))
            .toArray();
    boolean[] none = new boolean[all.size()];
    boolean[] few = together.few();
    Growth fewMatches = Growth.NOTHING;
    Growth fewEvents = Growth.NOTHING;
    TreeSet<Integer> counted = new TreeSet<>();
    for (int p = 1; p < all.size(); p++) {
      counted.add(all.automaton().variable(all.state(p)));
      if (few[p]) {
        fewMatches = fewMatches.plus(Growth.constant(together.most(p)));
        fewEvents =
            fewEvents.plus(Growth.constant(Growth.product(together.most(p), together.depth(p))));
      }
    }
    List<Variable> variables = counted.stream().map(v -> rule.variables().get(v)).toList();
    return new StateBound(
        Formula.least(
            new Descent(all, typeOf, none, false).fromStart(),
            fewMatches.plus(new Descent(all, typeOf, few, false).fromStart())),
        Formula.least(
            new Descent(all, typeOf, none, true).fromStart(),
            fewEvents.plus(new Descent(all, typeOf, few, true).fromStart())),
        Chains.longest(all),
        Chains.eventsPerMatch(all),
        variables,
        variables.isEmpty() ? Rule.NO_BOUND : Span.of(program),
        false,
        StateSize.of(program, variables));
  }

  /**
   * The n of events that come at equal distances; both ends of a time bound belong to it.
   *
   * @param periodMillis from one event to the next, at least 1
   */
  public long eventsEvery(long periodMillis) {
    return spanMillis / periodMillis + 1;
  }

  /**
   * The most partial matches.
   *
   * @param limit of partial matches, as the engine is set to
   */
  public long partialMatchesAt(long n, long limit) {
    return shared ? partialMatches.at(Math.min(n, limit)) : Math.min(partialMatches.at(n), limit);
  }

  /** The least n at which a limit of partial matches holds; nothing if it never does. */
  public OptionalLong limitReachedAt(long limit) {
    return (shared ? events : partialMatches).exceeds(limit);
  }

  /** The most events held, under a limit of partial matches. */
  public long eventsAt(long n, long limit) {
    if (shared) {
      return Math.min(events.at(n), limit);
    }
    long each = Math.min(n, Math.min(longest, eventsPerMatch));
    return Math.min(events.at(n), Growth.product(partialMatchesAt(n, limit), each));
  }

  /**
   * The most bytes, in the form in which a checkpoint writes them.
   *
   * @param limit of partial matches
   * @param textBytes of the longest text kept, in UTF-8
   */
  public double bytesAt(long n, long limit, long textBytes) {
    long matches = partialMatchesAt(n, limit);
    if (matches == 0) {
      return size.timesKept() > 0 ? size.keyBytes() : 0;
    }
    return size.bytes(matches, eventsAt(n, limit), Math.min(n, longest), textBytes);
  }
}
