package io.tripline.engine.bound;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.bound.Configurations.Way;
import io.tripline.engine.match.Automaton;
import io.tripline.engine.match.Automaton.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places at which only so many partial matches can be at a time, however many events come, because
 * which events they hold is known from the last one back.
 *
 * <p>The last event is known at a place that every next event of its variable makes all partial
 * matches leave: it is the latest such event. The one before it is known if the step between ends
 * at such an event, too. This needs conditions that see nothing but the tested event: then every
 * partial match agrees which events those are. So in {@code declined{5,}} all that hold three are
 * one.
 */
final class Together {
  private static final long MANY = Growth.BEYOND;

  private final Configurations all;
  private final boolean[] alike;
  private final List<List<Step>> into = new ArrayList<>();
  private final long[] most;
  private final long[] depth;
  private final boolean[] entered;
  private final boolean[] done;

  private record Step(int from, Way way) {}

  Together(Configurations all, List<Variable> variables) {
    this.all = all;
    this.alike = new boolean[variables.size()];
    for (Variable variable : variables) {
      alike[variable.index()] = !looksBack(variable.condition());
    }
    int places = all.size();
    most = new long[places];
    depth = new long[places];
    entered = new boolean[places];
    done = new boolean[places];
    for (int p = 0; p < places; p++) {
      into.add(new ArrayList<>());
    }
    for (int p = 0; p < places; p++) {
      for (Way way : all.ways(p)) {
        if (way.to() != Way.NOT_KEPT) {
          into.get(way.to()).add(new Step(p, way));
        }
      }
    }
  }

  /** Whether a condition is of the match so far, and not of the tested event alone. */
  private static boolean looksBack(@Nullable Expr condition) {
    boolean[] found = {false};
    if (condition != null) {
      condition.walk(
          e -> found[0] |= e instanceof Expr.VariableField || e instanceof Expr.Aggregate);
    }
    return found[0];
  }

  /** The places other than the start where a number bounds how many there are. */
  boolean[] few() {
    boolean[] few = new boolean[all.size()];
    if (all.exact()) {
      for (int p = 1; p < few.length; p++) {
        few[p] = lastIsKnown(p) && most(p) != MANY;
      }
    }
    return few;
  }

  /** How many there are at most; of {@link #few} places only. */
  long most(int place) {
    compute(place);
    return most[place];
  }

  /** How many events each of them holds at most; of {@link #few} places only. */
  long depth(int place) {
    compute(place);
    return depth[place];
  }

  private boolean lastIsKnown(int place) {
    int variable = all.automaton().variable(all.state(place));
    return (!all.waits(place) || isSpoiledAt(all.state(place), variable))
        && all.ways(place).stream()
            .flatMap(way -> way.edges().stream())
            .allMatch(edge -> edge.arrow() == Arrow.NEXT || breaksAt(edge, variable));
  }

  /**
   * Whether no partial match waits on after an event of a variable: it must not come until the very
   * end of each ending, so it spoils it, or time has completed it before.
   */
  private boolean isSpoiledAt(int state, int variable) {
    return alike[variable]
        && Arrays.stream(all.automaton().endings(state))
            .filter(ending -> !ending.isAtOnce())
            .allMatch(ending -> reachesToTheEnd(ending, variable));
  }

  private static boolean reachesToTheEnd(Automaton.Ending ending, int variable) {
    List<Automaton.Mark> timed =
        Arrays.stream(ending.marks()).filter(m -> m.reach() == Automaton.Reach.AFTER).toList();
    for (Automaton.Mark mark : ending.marks()) {
      boolean latest =
          mark.reach() == Automaton.Reach.BETWEEN
              || mark.reach() == Automaton.Reach.AFTER
                  && (timed.size() == 1
                      || timed.stream()
                          .allMatch(
                              m ->
                                  m.millis() != Automaton.Mark.WITHIN
                                      && m.millis() <= mark.millis()));
      if (mark.variable() == variable && latest) {
        return true;
      }
    }
    return false;
  }

  /** Whether all partial matches lose the edge at every event of a variable, and agree on those. */
  private boolean breaksAt(Edge edge, int variable) {
    return edge.arrow() == Arrow.FOLLOWED_BY
        && alike[variable]
        && Arrays.stream(edge.rivals()).anyMatch(v -> v == variable);
  }

  /** Of those that hold the same last event. A place on a cycle has no bound. */
  private void compute(int place) {
    if (done[place]) {
      return;
    }
    if (place == 0) {
      most[0] = 1;
      done[0] = true;
      return;
    }
    if (entered[place]) {
      most[place] = MANY;
      return;
    }
    entered[place] = true;
    long sum = 0;
    long longest = 0;
    for (Step step : into.get(place)) {
      if (step.from != 0 && !isKnownBackwards(step)) {
        sum = MANY;
        break;
      }
      compute(step.from);
      if (most[step.from] == MANY) {
        sum = MANY;
        break;
      }
      sum += most[step.from];
      longest = Math.max(longest, depth[step.from]);
    }
    most[place] = sum < 0 ? MANY : sum;
    depth[place] = longest + 1;
    done[place] = true;
  }

  private boolean isKnownBackwards(Step step) {
    int variable = all.automaton().variable(all.state(step.from));
    return step.way.edges().stream()
        .allMatch(edge -> edge.arrow() == Arrow.NEXT || breaksAt(edge, variable));
  }
}
