package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import io.tripline.engine.expression.RegisterValues;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the event at hand satisfies a rule's variables and ends its loops, for the partial match
 * at hand. Each is asked at most once an event and partial match. Not thread-safe.
 */
final class Conditions {
  private static final byte NOT_ASKED = 0;
  private static final byte NO = 1;
  private static final byte YES = 2;

  private final EventLayout[] layouts;

  // The two parts of each condition; null where there is nothing to ask.
  private final @Nullable Node[] bases;
  private final @Nullable Node[] rests;

  /** By loop and event type, like the conditions in two parts. */
  private final @Nullable Node[][] untilBases;

  private final @Nullable Node[][] untilRests;

  private final Pattern.@Nullable Until[][] untilSources;

  /** Of the variables, then of the loops. */
  private final byte[] answers;

  private final RuleCounters counters;
  private final Frame frame;

  Conditions(
      Program program, ProgramCode.Nodes nodes, Schema schema, Frame frame, RuleCounters counters) {
    Rule rule = program.rule();
    List<Automaton.Loop> loops = program.automaton().loops();
    int n = rule.variables().size();
    this.layouts = new EventLayout[n];
    this.bases = new @Nullable Node[n];
    this.rests = new @Nullable Node[n];
    this.answers = new byte[n + loops.size()];
    this.frame = frame;
    this.counters = counters;
    for (Variable v : rule.variables()) {
      EventLayout layout = schema.get(v.type().name());
      layouts[v.index()] = layout;
      bases[v.index()] = nodes.base(v.index());
      rests[v.index()] = nodes.rest(v.index());
    }
    this.untilBases = new @Nullable Node[loops.size()][schema.layouts().size()];
    this.untilRests = new @Nullable Node[loops.size()][schema.layouts().size()];
    this.untilSources = new Pattern.@Nullable Until[loops.size()][schema.layouts().size()];
    for (int l = 0; l < loops.size(); l++) {
      for (Pattern.Until until : loops.get(l).until()) {
        EventLayout layout = schema.get(until.type().name());
        untilBases[l][layout.typeId()] = nodes.untilBase(l, layout.typeId());
        untilRests[l][layout.typeId()] = nodes.untilRest(l, layout.typeId());
        untilSources[l][layout.typeId()] = until;
      }
    }
  }

  /** Looks at an event. */
  void event(EventView event) {
    frame.event(event);
  }

  /** Looks at a partial match, for which everything is asked anew. */
  void bound(RegisterValues registers) {
    frame.registers(registers);
    Arrays.fill(answers, NOT_ASKED);
  }

  /** Whether the event has the variable's type and satisfies its condition. */
  boolean satisfied(int variable) {
    byte answer = answers[variable];
    if (answer == NOT_ASKED) {
      answer = ask(variable) ? YES : NO;
      answers[variable] = answer;
    }
    return answer == YES;
  }

  /** Whether that was asked, and the answer was yes. */
  boolean wasSatisfied(int variable) {
    return answers[variable] == YES;
  }

  /** Whether the event would; errors are not counted. For those who tell of what happened. */
  boolean wouldBeSatisfied(int variable) {
    if (answers[variable] != NOT_ASKED || !hasType(variable)) {
      return answers[variable] == YES;
    }
    Node rest = rests[variable];
    boolean holds =
        isTrue(bases[variable])
            && (rest == null || rest.test(frame) == 1 && frame.failedAt() == null);
    frame.reset();
    return holds;
  }

  /** Whether the event satisfies any of them. */
  boolean anySatisfied(int[] variables) {
    for (int variable : variables) {
      if (satisfied(variable)) {
        return true;
      }
    }
    return false;
  }

  private boolean ask(int variable) {
    if (!hasType(variable)) {
      return false;
    }
    return isTrue(bases[variable]) && holds(rests[variable]);
  }

  /** Whether the part of a condition that cannot fail is true. */
  private boolean isTrue(@Nullable Node base) {
    return base == null || base.test(frame) == 1;
  }

  /** Whether the event is of the variable's type. */
  boolean hasType(int variable) {
    return layouts[variable].typeId() == frame.typeId();
  }

  /** The layout of a variable's type. */
  EventLayout layout(int variable) {
    return layouts[variable];
  }

  /** Whether the event ends a loop by its {@code until}. */
  boolean ends(int loop) {
    int i = bases.length + loop;
    byte answer = answers[i];
    if (answer == NOT_ASKED) {
      int type = frame.typeId();
      boolean ends =
          untilSources[loop][type] != null
              && isTrue(untilBases[loop][type])
              && holds(untilRests[loop][type]);
      answer = ends ? YES : NO;
      answers[i] = answer;
    }
    return answer == YES;
  }

  /** The {@code until} by which the event was found to end a loop, or null. */
  Pattern.@Nullable Until endedBy(int loop) {
    return answers[bases.length + loop] == YES ? untilSources[loop][frame.typeId()] : null;
  }

  // ---- for rules whose conditions look at one event only

  /** Asks everything of the event: a bit for each variable, then for each loop. */
  long askAll() {
    long all = 0;
    for (int v = 0; v < bases.length; v++) {
      all |= satisfied(v) ? 1L << v : 0;
    }
    for (int l = 0; l < untilSources.length; l++) {
      all |= ends(l) ? 1L << bases.length + l : 0;
    }
    return all;
  }

  /** Takes the answers that were given earlier. */
  void remember(long all) {
    for (int i = 0; i < answers.length; i++) {
      answers[i] = (all >>> i & 1) != 0 ? YES : NO;
    }
  }

  private boolean holds(@Nullable Node rest) {
    if (rest == null) {
      return true;
    }
    int value = rest.test(frame);
    return !reportFailure() && value == 1;
  }

  /** Counts a run-time error, if there was one since it was asked last. */
  boolean reportFailure() {
    Place place = frame.failedAt();
    if (place == null) {
      return false;
    }
    counters.evaluationError(place, frame.failure());
    frame.reset();
    return true;
  }
}
