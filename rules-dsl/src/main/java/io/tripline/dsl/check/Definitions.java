package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Clause.Definition;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.PatternTree;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of the events that its variables take. In the short form that is one variable,
 * which the rule does not name.
 */
final class Definitions {
  private final Clauses clauses;
  private final RuleSetSymbols ruleSet;
  private final Diagnostics diagnostics;
  private final Map<String, Definition> definitions = new LinkedHashMap<>();

  /** Definitions whose name was probably meant where the pattern has another one. */
  private final Set<String> misspelt = new HashSet<>();

  /** Reads the clauses; a variable that is defined twice is reported. */
  Definitions(Clauses clauses, RuleSetSymbols ruleSet, Diagnostics diagnostics) {
    this.clauses = clauses;
    this.ruleSet = ruleSet;
    this.diagnostics = diagnostics;
    Clause.On on = clauses.get(Clause.On.class);
    Clause.Define define = clauses.get(Clause.Define.class);
    if (on != null) {
      Name variable = new Name(RuleChecker.SHORT_FORM_VARIABLE, on.type().place());
      definitions.put(variable.text(), new Definition(variable, on.type(), on.condition()));
    } else if (define != null) {
      define.definitions().forEach(this::add);
    }
  }

  private void add(Definition definition) {
    Name name = definition.variable();
    Definition first = definitions.putIfAbsent(name.text(), definition);
    if (first != null) {
      diagnostics.report(
          Code.DUPLICATE,
          name.place(),
          "the variable `" + name + "` is defined twice",
          null,
          new Related(first.variable().place(), "it is defined here first"));
    }
  }

  @Nullable Definition get(String variable) {
    return definitions.get(variable);
  }

  /**
   * What the rule's names mean.
   *
   * @param pattern null if it cannot be read
   */
  RuleSymbols symbols(@Nullable PatternTree pattern, Parameters parameters) {
    if (pattern == null) {
      definitions.values().forEach(this::event);
      return new RuleSymbols(ruleSet, parameters, Map.of(), null, new UnusedDefinitions(), true);
    }
    VariableOrder order = new VariableOrder(pattern);
    PatternShape shape = PatternShape.of(pattern, order);
    Map<String, VariableSymbol> variables = new LinkedHashMap<>();
    for (Name name : order.firstPlaces()) {
      int index = order.of(name);
      EventSymbol event = event(name, order.names());
      variables.put(
          name.text(),
          new VariableSymbol(
              name.text(),
              index,
              event,
              shape.repeats(index),
              shape.mayMiss(index),
              !shape.takes(index)));
    }
    UnusedDefinitions unused = new UnusedDefinitions();
    for (Definition definition : definitions.values()) {
      Name name = definition.variable();
      if (!order.names().contains(name.text())) {
        variables.put(
            name.text(),
            new VariableSymbol(name.text(), -1, event(definition), false, false, false));
        if (!misspelt.contains(name.text())) {
          unused.add(name);
        }
        useParameters(definition, parameters);
      }
    }
    return new RuleSymbols(
        ruleSet, parameters, variables, new PatternReach(pattern, order), unused, false);
  }

  /** The event type of a definition; null if it is unknown, which is reported. */
  private @Nullable EventSymbol event(Definition definition) {
    return definition.type() == null ? null : ruleSet.event(definition.type(), diagnostics);
  }

  /** The event type of a variable of the pattern; null if it is unknown, which is reported. */
  private @Nullable EventSymbol event(Name variable, Set<String> inPattern) {
    Definition definition = definitions.get(variable.text());
    if (definition != null) {
      return event(definition);
    }
    Clause.Define define = clauses.get(Clause.Define.class);
    if (define == null || define.unreadable()) {
      return null;
    }
    Set<String> others = new LinkedHashSet<>(definitions.keySet());
    others.removeAll(inPattern);
    String meant = DidYouMean.nearest(variable.text(), others);
    diagnostics.report(
        Code.UNDEFINED_VARIABLE,
        variable.place(),
        "the variable `" + variable + "` is not defined",
        meant == null ? null : "did you mean `" + meant + "`?");
    if (meant != null) {
      misspelt.add(meant); // one mistake, and not a definition too many as well
    }
    return null;
  }

  /** What stands in a condition that is not checked is used all the same. */
  private static void useParameters(Definition definition, Parameters parameters) {
    if (definition.condition() != null) {
      Expressions.walk(
          definition.condition(),
          e -> {
            if (e instanceof Expression.Bare(Name name) && parameters.has(name.text())) {
              parameters.use(name.text(), name.place());
            }
          });
    }
  }
}
