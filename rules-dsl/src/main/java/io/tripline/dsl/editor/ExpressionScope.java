package io.tripline.dsl.editor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What names in an expression can mean.
 *
 * @param rule what tells the rule's own symbols from those of others; empty outside of rules
 * @param tested the event types of which bare names can be fields
 * @param variables of the rule, with their event types; a type is null where it cannot be read
 * @param parameters of the rule
 */
record ExpressionScope(
    String rule,
    List<String> tested,
    Map<String, @Nullable String> variables,
    Set<String> parameters) {

  /** The same where bare names are fields of other types. */
  ExpressionScope testing(List<String> types) {
    return new ExpressionScope(rule, types, variables, parameters);
  }

  Symbol variable(String name) {
    return new Symbol(Symbol.Kind.VARIABLE, rule, name);
  }

  Symbol parameter(String name) {
    return new Symbol(Symbol.Kind.PARAMETER, rule, name);
  }
}
