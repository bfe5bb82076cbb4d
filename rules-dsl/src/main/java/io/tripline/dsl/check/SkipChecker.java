package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Name;
import org.jspecify.annotations.Nullable;

/** Checks {@code after match}. */
final class SkipChecker {
  private final RuleSymbols symbols;
  private final Diagnostics diagnostics;

  SkipChecker(RuleSymbols symbols, Diagnostics diagnostics) {
    this.symbols = symbols;
    this.diagnostics = diagnostics;
  }

  /** What is skipped, or null if the clause is wrong, which is reported. */
  @Nullable Skip check(Clause.@Nullable AfterMatch after) {
    if (after == null) {
      return new Skip.PastLast();
    }
    return switch (after.skip().kind()) {
      case NONE -> new Skip.None();
      case NEXT -> new Skip.ToNext();
      case PAST_LAST -> new Skip.PastLast();
      case FIRST -> {
        VariableSymbol variable = target(after.skip().variable());
        yield variable == null ? null : new Skip.ToFirst(variable.index());
      }
      case LAST -> {
        VariableSymbol variable = target(after.skip().variable());
        yield variable == null ? null : new Skip.ToLast(variable.index());
      }
    };
  }

  private @Nullable VariableSymbol target(@Nullable Name name) {
    VariableSymbol variable = name == null ? null : symbols.variable(name, diagnostics);
    if (variable != null && name != null && symbols.isAbsent(variable, name.place(), diagnostics)) {
      return null;
    }
    if (variable != null && name != null && variable.optional()) {
      diagnostics.report(
          Code.SKIP_TO_OPTIONAL,
          name.place(),
          "where `" + name + "` took nothing, this acts as `skip to next`");
    }
    return variable;
  }
}
