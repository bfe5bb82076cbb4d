package io.tripline.dsl.check.logic;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Variable;
import java.util.List;

/** Warns of loops of one variable whose {@code until} is true of every event they could take. */
final class DeadLoops {
  /** The terms that are fields of the event alone, and comparisons of two of them. */
  private static final String FIELDS = "#\\d+( \\? #\\d+)?";

  private final Analysis analysis;
  private final Diagnostics diagnostics;

  /**
   * @param analysis at the events of the loop
   */
  DeadLoops(Analysis analysis, Diagnostics diagnostics) {
    this.analysis = analysis;
    this.diagnostics = diagnostics;
  }

  void check(Pattern.Repetition loop, Expr until, List<Variable> variables) {
    if (!(loop.body() instanceof Pattern.Single single) || analysis.terms().mayFail(until)) {
      return;
    }
    Variable variable = variables.get(single.variable());
    Expr condition = variable.condition();
    Outcomes ends = analysis.of(until);
    if (condition == null || ends.isAlwaysTrue()) {
      return; // always true: ConstantConditions says it
    }
    State taken = analysis.of(condition).ifTrue().only(term -> term.matches(FIELDS));
    State goesOn = ends.ifNotTrue().only(term -> term.matches(FIELDS));
    if (!taken.isNever() && State.and(List.of(taken, goesOn)).isNever()) {
      diagnostics.report(
          Code.DEAD_LOOP,
          until.place(),
          "every event that `"
              + variable.name()
              + "` could take ends the loop, so the loop never takes one",
          "`until` is asked from the first event on");
    }
  }
}
