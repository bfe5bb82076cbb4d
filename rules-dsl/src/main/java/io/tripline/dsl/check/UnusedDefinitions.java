package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.syntax.Name;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The definitions of variables that the pattern does not have. By itself such a definition is a
 * warning; where something names the variable, the variable is missing in the pattern.
 */
final class UnusedDefinitions {
  private final Map<String, Name> definitions = new LinkedHashMap<>();

  void add(Name variable) {
    definitions.put(variable.text(), variable);
  }

  /** Reports that a variable is named, the first time. */
  void reportNamed(Name variable, Diagnostics diagnostics) {
    Name definition = definitions.remove(variable.text());
    if (definition != null) {
      diagnostics.report(
          Code.UNKNOWN_VARIABLE,
          variable.place(),
          "the pattern has no variable `" + variable + "`",
          null,
          new Related(definition.place(), "it is defined here only"));
    }
  }

  /** Warns of those that nothing names. */
  void reportUnused(Set<String> inPattern, Diagnostics diagnostics) {
    for (Name name : definitions.values()) {
      diagnostics.report(
          Code.UNUSED_DEFINITION,
          name.place(),
          "the pattern has no variable `" + name + "`",
          DidYouMean.hint(name.text(), inPattern));
    }
  }
}
