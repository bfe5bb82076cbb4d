package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.syntax.Name;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rule's names mean.
 *
 * @param variables by name, in the order of the pattern
 * @param reach null if the pattern cannot be read
 * @param unused definitions of variables that the pattern does not have
 * @param unreadable whether there may be more variables than can be read
 */
record RuleSymbols(
    RuleSetSymbols ruleSet,
    Parameters parameters,
    Map<String, VariableSymbol> variables,
    @Nullable PatternReach reach,
    UnusedDefinitions unused,
    boolean unreadable) {

  /** The variable of that name, or null, which is reported. */
  @Nullable VariableSymbol variable(Name name, Diagnostics diagnostics) {
    VariableSymbol variable = variables.get(name.text());
    if (variable == null && !unreadable) {
      String hint = DidYouMean.hint(name.text(), variables.keySet());
      if (hint == null && ruleSet.events().containsKey(name.text())) {
        hint = "`" + name + "` is an event type; name a variable of the pattern";
      }
      if (ruleSet.tables().has(name.text())) {
        hint = "`" + name + "` is a table; its key stands in brackets: `" + name + "[x].column`";
      }
      diagnostics.report(
          Code.UNKNOWN_VARIABLE, name.place(), "there is no variable `" + name + "`", hint);
    }
    if (variable != null && variable.index() < 0) {
      unused.reportNamed(name, diagnostics);
      return null;
    }
    return variable;
  }

  /** Whether a variable that is named stands behind {@code not} only, which is reported. */
  boolean isAbsent(VariableSymbol variable, Place place, Diagnostics diagnostics) {
    if (variable.absent()) {
      diagnostics.report(
          Code.NAMES_ABSENT,
          place,
          "`" + variable.name() + "` takes no event: the pattern has it behind `not` only");
    }
    return variable.absent();
  }

  /** The variables of the pattern, by index. */
  List<VariableSymbol> ordered() {
    return variables.values().stream().filter(v -> v.index() >= 0).toList();
  }

  /** The names of the variables of the pattern. */
  Set<String> namesInPattern() {
    return ordered().stream().map(VariableSymbol::name).collect(Collectors.toSet());
  }
}
