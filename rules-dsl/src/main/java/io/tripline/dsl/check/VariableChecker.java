package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Variable;
import io.tripline.dsl.syntax.Clause.Definition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the conditions of a rule's variables. */
final class VariableChecker {
  private final RuleSymbols symbols;
  private final Definitions definitions;
  private final Diagnostics diagnostics;

  VariableChecker(RuleSymbols symbols, Definitions definitions, Diagnostics diagnostics) {
    this.symbols = symbols;
    this.definitions = definitions;
    this.diagnostics = diagnostics;
  }

  /** The variables in the order of the pattern, or null if any is wrong, which is reported. */
  @Nullable List<Variable> check() {
    List<@Nullable Variable> variables = symbols.ordered().stream().map(this::variable).toList();
    return Nulls.ifNone(variables);
  }

  private @Nullable Variable variable(VariableSymbol symbol) {
    Definition definition = definitions.get(symbol.name());
    PatternReach reach = symbols.reach();
    if (definition == null || reach == null) {
      return null;
    }
    Expr condition = null;
    if (definition.condition() != null) {
      Scope scope = Scope.condition(symbols, symbol, reach.at(symbol.index()));
      condition = new ExpressionChecker(scope, diagnostics).condition(definition.condition());
      if (condition == null) {
        return null;
      }
    }
    return symbol.event() == null
        ? null
        : new Variable(
            symbol.name(),
            symbol.index(),
            symbol.event().type(),
            condition,
            symbol.repeated(),
            symbol.optional());
  }
}
