package io.tripline.dsl.check.logic;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
import java.util.List;

/** Warns of branches of a {@code case} that are never chosen, because earlier ones always are. */
final class DeadCases {
  private final Analysis analysis;
  private final Diagnostics diagnostics;

  DeadCases(Analysis analysis, Diagnostics diagnostics) {
    this.analysis = analysis;
    this.diagnostics = diagnostics;
  }

  void check(Expr.Case choice) {
    List<State> arrivals = analysis.arrivals(choice);
    for (int i = 1; i < arrivals.size(); i++) {
      boolean last = i == choice.branches().size();
      if (last) {
        Expr otherwise = choice.otherwise();
        if (otherwise != null && arrivals.get(i).isNever()) {
          report(otherwise);
        }
      } else {
        Expr condition = choice.branches().get(i).condition();
        State alone = analysis.of(condition).ifTrue(); // never true: ConstantConditions says it
        if (!alone.isNever() && State.and(List.of(arrivals.get(i), alone)).isNever()) {
          report(condition);
        }
      }
    }
  }

  private void report(Expr branch) {
    diagnostics.report(
        Code.DEAD_CASE,
        branch.place(),
        "this branch is never chosen: the ones before it take every case");
  }
}
