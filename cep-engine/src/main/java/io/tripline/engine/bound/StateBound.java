package io.tripline.engine.bound;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.Program;
import java.util.List;
import java.util.TreeSet;

/**
 * The most that a rule can remember for one key, between two events.
 *
 * <p>n is the number of events of the key that lie within the rule's {@code within} of one another,
 * by the engine's clock, and that a {@link #counted} variable takes in some partial match.
 *
 * @param partialMatches how many partial matches there are
 * @param events how many events they hold together; one that several partial matches share from
 *     their common beginning counts once
 * @param longest the most events that one partial match holds; {@link Formula#BEYOND} if the
 *     pattern does not bound it
 * @param eventsPerMatch how many events are held for each partial match there is; {@link
 *     Formula#BEYOND} if the pattern does not bound it
 * @param counted the variables of which a partial match can hold an event; none where every match
 *     is of one event, so that nothing is kept
 * @param size what that takes in bytes
 */
public record StateBound(
    Formula partialMatches,
    Formula events,
    long longest,
    long eventsPerMatch,
    List<Variable> counted,
    StateSize size) {

  public StateBound {
    counted = List.copyOf(counted);
  }

  /** Derives the bound of a rule. */
  public static StateBound of(Program program) {
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
        StateSize.of(program, variables));
  }

  /**
   * The n of events that come at equal distances; both ends of a time bound belong to it.
   *
   * @param withinMillis the rule's bound
   * @param periodMillis from one event to the next, at least 1
   */
  public static long eventsWithin(long withinMillis, long periodMillis) {
    return withinMillis / periodMillis + 1;
  }

  /**
   * The most partial matches.
   *
   * @param limit of partial matches, as the engine is set to
   */
  public long partialMatchesAt(long n, long limit) {
    return Math.min(partialMatches.at(n), limit);
  }

  /** The most events held, under a limit of partial matches. */
  public long eventsAt(long n, long limit) {
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
    return matches == 0
        ? 0
        : size.bytes(matches, eventsAt(n, limit), Math.min(n, longest), textBytes);
  }
}
