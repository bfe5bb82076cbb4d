package io.tripline.dsl.editor;

import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Clause.Definition;
import io.tripline.dsl.syntax.KeyTree;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.PatternTree;
import io.tripline.dsl.syntax.RuleDeclaration;
import io.tripline.dsl.syntax.TextTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what the names of one rule mean. */
final class RuleIndexer {
  /** What the short form calls its event. */
  private static final String SHORT_FORM_VARIABLE = "e";

  private final RuleDeclaration rule;
  private final Declarations declarations;
  private final IndexBuilder index;
  private final ExpressionIndexer expressions;
  private final Map<String, @Nullable String> variables = new LinkedHashMap<>();
  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final Set<String> parameters = new LinkedHashSet<>();
  private final ExpressionScope scope;

  /** Every event type that the rule names, in the order of the text. */
  private final Set<String> types = new LinkedHashSet<>();

  /** The type of the short form's event, or null. */
  private @Nullable String shortForm;

  /**
   * @param id tells the rule's symbols from those of others
   */
  RuleIndexer(RuleDeclaration rule, String id, Declarations declarations, IndexBuilder index) {
    this.rule = rule;
    this.declarations = declarations;
    this.index = index;
    this.expressions = new ExpressionIndexer(declarations, index);
    this.scope = new ExpressionScope(id, List.of(), variables, parameters);
    rule.clauses().forEach(this::declare);
  }

  ExpressionScope scope() {
    return scope;
  }

  /** Where alerts are spoken of: fields need no variable in the short form. */
  private ExpressionScope alertScope() {
    return shortForm == null ? scope : scope.testing(List.of(shortForm));
  }

  private void declare(Clause clause) {
    switch (clause) {
      case Clause.Parameter parameter -> parameters.add(parameter.name().text());
      case Clause.On on -> {
        shortForm = on.type().text();
        variables.putIfAbsent(SHORT_FORM_VARIABLE, shortForm);
        types.add(shortForm);
      }
      case Clause.PatternClause pattern ->
          PatternVariables.of(pattern.pattern())
              .forEach(use -> variables.putIfAbsent(use.name().text(), null));
      case Clause.Define define -> {
        for (Definition definition : define.definitions()) {
          definitions.putIfAbsent(definition.variable().text(), definition);
          Name type = definition.type();
          variables.putIfAbsent(definition.variable().text(), type == null ? null : type.text());
          if (type != null) {
            types.add(type.text());
          }
        }
      }
      case Clause.By by -> keyTypes(by.key());
      default -> {}
    }
  }

  private void keyTypes(KeyTree key) {
    for (KeyTree.Item item : key.items()) {
      for (KeyTree.Part part : item.parts()) {
        if (part.type() != null) {
          types.add(part.type().text());
        }
      }
    }
  }

  void index() {
    rule.clauses().forEach(this::clause);
  }

  private void clause(Clause clause) {
    switch (clause) {
      case Clause.Title _, Clause.SeverityClause _, Clause.Tags _, Clause.Decide _ -> {}
      case Clause.Parameter parameter -> {
        Symbol symbol = scope.parameter(parameter.name().text());
        index.declare(symbol, parameter.name(), null, "", null);
        expressions.index(parameter.value(), scope);
      }
      case Clause.By by -> key(by.key(), types);
      case Clause.On on -> {
        event(on.type());
        if (on.key() != null) {
          key(on.key(), Set.of(on.type().text()));
        }
        if (on.condition() != null) {
          expressions.index(on.condition(), scope.testing(List.of(on.type().text())));
        }
      }
      case Clause.PatternClause pattern -> {
        pattern(pattern.pattern());
        if (pattern.within() != null) {
          expressions.index(pattern.within(), scope);
        }
      }
      case Clause.Define define -> define.definitions().forEach(this::definition);
      case Clause.AfterMatch after -> {
        Name variable = after.skip().variable();
        if (variable != null) {
          variable(variable);
        }
      }
      case Clause.Alert alert -> alert(alert);
      case Clause.Emit emit -> {
        event(emit.type());
        for (Clause.Named named : emit.values()) {
          List<Symbol> field = index.field(List.of(emit.type().text()), named.name());
          expressions.index(named.value(), alertScope(), field);
        }
      }
    }
  }

  private void event(Name type) {
    index.event(type);
  }

  private void variable(Name name) {
    if (variables.containsKey(name.text())) {
      index.use(scope.variable(name.text()), name);
    } else {
      index.unresolved(name);
    }
  }

  private void key(KeyTree key, Set<String> bareTypes) {
    for (KeyTree.Item item : key.items()) {
      for (KeyTree.Part part : item.parts()) {
        if (part.type() == null) {
          index.field(List.copyOf(bareTypes), part.field());
        } else {
          event(part.type());
          index.field(List.of(part.type().text()), part.field());
        }
      }
    }
  }

  private void definition(Definition definition) {
    Name name = definition.variable();
    String type = definition.type() == null ? null : definition.type().text();
    index.declare(scope.variable(name.text()), name, type, PatternVariables.note(rule, name), null);
    if (definition.type() != null) {
      event(definition.type());
    }
    if (definition.condition() != null) {
      expressions.index(
          definition.condition(), scope.testing(type == null ? List.of() : List.of(type)));
    }
  }

  private void pattern(PatternTree pattern) {
    switch (pattern) {
      case PatternTree.Variable(Name name) -> variable(name);
      case PatternTree.Sequence sequence -> {
        sequence.parts().forEach(this::pattern);
        for (PatternTree.Link link : sequence.links()) {
          if (link.gap() != null) {
            if (link.gap().least() != null) {
              expressions.index(link.gap().least(), scope);
            }
            expressions.index(link.gap().most(), scope);
          }
        }
      }
      case PatternTree.Alternation either -> either.branches().forEach(this::pattern);
      case PatternTree.Conjunction both -> both.parts().forEach(this::pattern);
      case PatternTree.Absence absence -> pattern(absence.body());
      case PatternTree.Repetition repetition -> {
        pattern(repetition.body());
        for (PatternTree.Modifier modifier : repetition.modifiers()) {
          if (modifier.until() != null) {
            expressions.index(modifier.until(), scope.testing(typesOf(repetition.body())));
          }
        }
      }
    }
  }

  private List<String> typesOf(PatternTree body) {
    List<String> found = new ArrayList<>();
    for (PatternVariables.Use use : PatternVariables.of(body)) {
      String type = variables.get(use.name().text());
      if (type != null && !found.contains(type)) {
        found.add(type);
      }
    }
    return found;
  }

  private void alert(Clause.Alert alert) {
    for (TextTree.Part part : alert.text().parts()) {
      if (part instanceof TextTree.Hole hole) {
        expressions.index(hole.expression(), alertScope());
      }
    }
    alert.scores().forEach(score -> expressions.index(score, scope));
    for (Clause.Named named : alert.with()) {
      Symbol symbol = new Symbol(Symbol.Kind.ALERT_VALUE, scope.rule(), named.name().text());
      index.declare(symbol, named.name(), null, "", null);
      expressions.index(named.value(), alertScope());
    }
    alert.oncePer().forEach(duration -> expressions.index(duration, scope));
  }

  /** Whether the rule has a variable of that name. */
  boolean hasVariable(String name) {
    return variables.containsKey(name);
  }

  /** Whether the alert has a value of that name. */
  boolean hasAlertValue(String name) {
    return rule.clauses().stream()
        .anyMatch(
            c ->
                c instanceof Clause.Alert alert
                    && alert.with().stream().anyMatch(n -> n.name().text().equals(name)));
  }
}
