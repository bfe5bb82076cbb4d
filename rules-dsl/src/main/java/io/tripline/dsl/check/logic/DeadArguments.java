package io.tripline.dsl.check.logic;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
import java.util.List;

/** Warns of arguments of {@code coalesce} behind one that is never null. */
final class DeadArguments {
  private final Terms terms;
  private final Diagnostics diagnostics;

  DeadArguments(Terms terms, Diagnostics diagnostics) {
    this.terms = terms;
    this.diagnostics = diagnostics;
  }

  void check(Expr.Coalesce coalesce) {
    List<Expr> operands = coalesce.operands();
    for (int i = 0; i < operands.size() - 1; i++) {
      if (terms.neverNull(operands.get(i))) {
        diagnostics.report(
            Code.DEAD_ARGUMENT,
            operands.get(i + 1).place(),
            "this is never used: the argument before it is never null");
        return;
      }
    }
  }
}
