package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.syntax.PatternTree;

/** Checks that each part of {@code &} takes an event at least: it asks for all of them. */
final class ConjunctionChecker {
  private final VariableOrder variables;
  private final Diagnostics diagnostics;

  ConjunctionChecker(VariableOrder variables, Diagnostics diagnostics) {
    this.variables = variables;
    this.diagnostics = diagnostics;
  }

  void check(PatternTree pattern) {
    switch (pattern) {
      case PatternTree.Variable v -> {}
      case PatternTree.Absence a -> {}
      case PatternTree.Sequence sequence -> sequence.parts().forEach(this::check);
      case PatternTree.Alternation either -> either.branches().forEach(this::check);
      case PatternTree.Repetition repetition -> check(repetition.body());
      case PatternTree.Conjunction both -> both.parts().forEach(this::part);
    }
  }

  private void part(PatternTree part) {
    check(part);
    if (!(part instanceof PatternTree.Absence) && PatternShape.of(part, variables).nullable()) {
      diagnostics.report(
          Code.OPTIONAL_PART,
          part.place(),
          "`&` asks for all of its parts, but this one can be left out",
          "write the two cases as branches: `a & b | a`");
    }
  }
}
