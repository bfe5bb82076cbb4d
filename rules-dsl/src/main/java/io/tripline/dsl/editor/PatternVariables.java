package io.tripline.dsl.editor;

import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.PatternTree;
import io.tripline.dsl.syntax.PatternTree.Quantifier;
import io.tripline.dsl.syntax.RuleDeclaration;
import java.util.ArrayList;
import java.util.List;

/** The variables of a pattern, and how often they can take an event. */
final class PatternVariables {
  private final List<Use> uses = new ArrayList<>();

  /** A variable where it stands. */
  record Use(Name name, boolean repeated, boolean optional, boolean absent) {}

  private PatternVariables() {}

  /** In the order of the text. */
  static List<Use> of(PatternTree pattern) {
    PatternVariables all = new PatternVariables();
    all.walk(pattern, false, false, false);
    return all.uses;
  }

  /** A sentence about how often a variable of a rule takes events. */
  static String note(RuleDeclaration rule, Name variable) {
    List<Use> uses =
        rule.clauses().stream()
            .filter(Clause.PatternClause.class::isInstance)
            .flatMap(c -> of(((Clause.PatternClause) c).pattern()).stream())
            .filter(use -> use.name().text().equals(variable.text()))
            .toList();
    if (uses.isEmpty()) {
      return "The pattern does not have it.";
    }
    if (uses.stream().allMatch(Use::absent)) {
      return "No such event may come.";
    }
    boolean several = uses.size() > 1 || uses.stream().anyMatch(Use::repeated);
    boolean maybeNone = uses.stream().allMatch(Use::optional);
    return (several ? "Can hold several events" : "Holds one event")
        + (maybeNone ? ", or none." : ".");
  }

  private void walk(PatternTree pattern, boolean repeated, boolean optional, boolean absent) {
    switch (pattern) {
      case PatternTree.Variable(Name name) -> uses.add(new Use(name, repeated, optional, absent));
      case PatternTree.Sequence sequence ->
          sequence.parts().forEach(p -> walk(p, repeated, optional, absent));
      case PatternTree.Conjunction both ->
          both.parts().forEach(p -> walk(p, repeated, optional, absent));
      case PatternTree.Alternation either ->
          either.branches().forEach(p -> walk(p, repeated, true, absent));
      case PatternTree.Absence absence -> walk(absence.body(), repeated, optional, true);
      case PatternTree.Repetition repetition -> {
        Quantifier quantifier = repetition.quantifier();
        boolean many = quantifier != null && (quantifier.max() == null || quantifier.max() > 1);
        boolean none = quantifier != null && quantifier.min() == 0;
        walk(repetition.body(), repeated || many, optional || none, absent);
      }
    }
  }
}
