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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the event at hand satisfies a rule's variables and ends its loops, for the partial match
 * at hand. What looks at the event alone, and cannot fail, is known before, as a mask with a bit
 * for each variable and then for each loop (see {@link io.tripline.engine.predicate.PredicateSet}):
 * a bit that is missing says no, and one of {@link Program#decided} says yes. The rest is asked at
 * most once an event and partial match. Not thread-safe.
 */
final class Conditions {
  private final EventLayout[] layouts;
  private final EventId.Source[] ids;
  private final int variables;

  /** Whether there are more variables and loops than a mask has bits; then it says nothing. */
  private final boolean many;

  private final long decided;

  /** Of variables and then of loops, by event type; null where there is nothing for the type. */
  private final @Nullable Question[][] questions;

  private final Pattern.@Nullable Until[][] untilSources;
  private final RuleCounters counters;
  private final Frame frame;

  // What is known of the event, by bit, and of the partial match. Beyond 64 of both there are more
  // words than one.
  private final long[] askedOfEvent;
  private final long[] asked;
  private final long[] yes;

  /**
   * A condition in two.
   *
   * @param base looks at the event alone and cannot fail; null if there is none
   * @param rest is asked where the base is true; null if there is none
   */
  private record Question(@Nullable Node base, @Nullable Node rest) {}

  Conditions(
      Program program, ProgramCode.Nodes nodes, Schema schema, Frame frame, RuleCounters counters) {
    Rule rule = program.rule();
    List<Automaton.Loop> loops = program.automaton().loops();
    int types = schema.layouts().size();
    this.variables = rule.variables().size();
    int all = variables + loops.size();
    this.many = all > Long.SIZE;
    this.decided = program.decided();
    this.layouts = new EventLayout[variables];
    this.ids = new EventId.Source[variables];
    this.questions = new @Nullable Question[all][types];
    this.untilSources = new Pattern.@Nullable Until[loops.size()][types];
    this.frame = frame;
    this.counters = counters;
    for (Variable v : rule.variables()) {
      EventLayout layout = schema.get(v.type().name());
      layouts[v.index()] = layout;
      ids[v.index()] = EventId.Source.of(layout);
      questions[v.index()][layout.typeId()] =
          new Question(nodes.base(v.index()), nodes.rest(v.index()));
    }
    for (int l = 0; l < loops.size(); l++) {
      for (Pattern.Until until : loops.get(l).until()) {
        int type = schema.get(until.type().name()).typeId();
        questions[variables + l][type] =
            new Question(nodes.untilBase(l, type), nodes.untilRest(l, type));
        untilSources[l][type] = until;
      }
    }
    int words = Math.max(1, (all + Long.SIZE - 1) / Long.SIZE);
    this.askedOfEvent = new long[words];
    this.asked = new long[words];
    this.yes = new long[words];
  }

  /** What an event can satisfy and end; everything, where there is more than a mask can tell. */
  long variables(EventView event) {
    if (many) {
      return -1;
    }
    frame.event(event);
    long mask = 0;
    for (int i = 0; i < questions.length; i++) {
      Question question = questions[i][frame.typeId()];
      mask |= question != null && holdsBase(question) ? 1L << i : 0;
    }
    return mask;
  }

  private boolean holdsBase(Question question) {
    return question.base == null || question.base.test(frame) == 1;
  }

  /** Looks at an event; {@link #bound} comes next. */
  void event(EventView event, long mask) {
    frame.event(event);
    if (!many) {
      askedOfEvent[0] = decided | ~mask;
      yes[0] = mask;
    }
  }

  /** Looks at a partial match, for which everything is asked anew. */
  void bound(byte[] registers) {
    bound(registers, 0);
  }

  /** The same, where its registers lie among other bytes. */
  void bound(byte[] bytes, int registersAt) {
    frame.registers(bytes, registersAt);
    asked[0] = askedOfEvent[0];
    for (int w = 1; w < asked.length; w++) {
      asked[w] = 0;
    }
  }

  /** Whether the event has the variable's type and satisfies its condition. */
  boolean satisfied(int variable) {
    return answer(variable);
  }

  private boolean answer(int i) {
    int word = i >>> 6;
    long bit = 1L << i;
    if ((asked[word] & bit) == 0) {
      ask(i, word, bit);
    }
    return (yes[word] & bit) != 0;
  }

  private void ask(int i, int word, long bit) {
    asked[word] |= bit;
    Question question = questions[i][frame.typeId()];
    boolean holds =
        question != null
            && (!many || holdsBase(question))
            && (question.rest == null || holds(question.rest));
    yes[word] = holds ? yes[word] | bit : yes[word] & ~bit;
  }

  /** Whether that was asked, and the answer was yes. */
  boolean wasSatisfied(int variable) {
    return wasAnswered(variable);
  }

  private boolean wasAnswered(int i) {
    return (asked[i >>> 6] & yes[i >>> 6] & 1L << i) != 0;
  }

  /** Whether the event would; errors are not counted. For those who tell of what happened. */
  boolean wouldBeSatisfied(int variable) {
    if ((asked[variable >>> 6] & 1L << variable) != 0) {
      return wasAnswered(variable);
    }
    Question question = questions[variable][frame.typeId()];
    if (question == null || !holdsBase(question)) {
      return false;
    }
    Node rest = question.rest;
    boolean holds = rest == null || rest.test(frame) == 1 && frame.failedAt() == null;
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

  /** Whether the event satisfies any of these variables, or ends any of these loops. */
  boolean any(long mask) {
    if ((mask & askedOfEvent[0] & yes[0]) != 0) {
      return true;
    }
    for (long left = mask; left != 0; left &= left - 1) {
      if (answer(Long.numberOfTrailingZeros(left))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the event is of the variable's type. */
  boolean hasType(int variable) {
    return layouts[variable].typeId() == frame.typeId();
  }

  /** Where the id of a variable's events is. */
  EventId.Source id(int variable) {
    return ids[variable];
  }

  /** Whether the event ends a loop by its {@code until}. */
  boolean ends(int loop) {
    return answer(variables + loop);
  }

  /** The {@code until} by which the event was found to end a loop, or null. */
  Pattern.@Nullable Until endedBy(int loop) {
    return wasAnswered(variables + loop) ? untilSources[loop][frame.typeId()] : null;
  }

  // ---- for rules whose conditions look at one event only, and that have few enough of them

  /** Asks everything of the event: a bit for each variable, then for each loop. */
  long askAll() {
    for (long left = ~asked[0]; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      ask(i, 0, 1L << i);
    }
    return yes[0];
  }

  /** Takes the answers that were given earlier. */
  void remember(long all) {
    asked[0] = -1;
    yes[0] = all;
  }

  private boolean holds(Node condition) {
    int value = condition.test(frame);
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
