package io.tripline.engine.match;

import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import io.tripline.engine.expression.RegisterValues;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether the event at hand satisfies a rule's variables, for the partial match at hand. A variable
 * is asked at most once an event and partial match. Not thread-safe.
 */
final class Conditions {
  private static final byte NOT_ASKED = 0;
  private static final byte NO = 1;
  private static final byte YES = 2;

  private final EventLayout[] layouts;
  private final @Nullable Node[] nodes;
  private final byte[] answers;
  private final RuleCounters counters;
  private final Frame frame;
  private final Predicate<Node> holds = this::holds;

  Conditions(Rule rule, ExprCompiler compiler, Schema schema, Frame frame, RuleCounters counters) {
    int n = rule.variables().size();
    this.layouts = new EventLayout[n];
    this.nodes = new @Nullable Node[n];
    this.answers = new byte[n];
    this.frame = frame;
    this.counters = counters;
    for (Variable v : rule.variables()) {
      EventLayout layout = schema.get(v.type().name());
      layouts[v.index()] = layout;
      nodes[v.index()] = v.condition() == null ? null : compiler.compile(v.condition(), layout);
    }
  }

  /** Looks at an event. */
  void event(EventView event) {
    frame.event(event);
  }

  /** Looks at a partial match. */
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
    Node condition = nodes[variable];
    return condition == null || holds(condition);
  }

  /** Whether the event is of the variable's type. */
  boolean hasType(int variable) {
    return layouts[variable].typeId() == frame.typeId();
  }

  /** The layout of a variable's type. */
  EventLayout layout(int variable) {
    return layouts[variable];
  }

  /** Asks any condition of the event; made once. */
  Predicate<Node> asking() {
    return holds;
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
