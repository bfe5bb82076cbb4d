package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Variable;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Clause.Definition;
import io.tripline.dsl.syntax.KeyTree;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.PatternTree;
import io.tripline.dsl.syntax.RuleDeclaration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks one rule, in the short or the long form. */
final class RuleChecker {
  /** What the short form calls its event. */
  static final String SHORT_FORM_VARIABLE = "e";

  private final RuleDeclaration rule;
  private final RuleSetSymbols ruleSet;
  private final Diagnostics diagnostics;
  private final Clauses clauses;
  private final Parameters parameters;
  private final DurationChecker durations;

  /** The pattern, in the short form a single variable; null if it cannot be read. */
  private final @Nullable PatternTree pattern;

  private final Map<String, Definition> definitions = new LinkedHashMap<>();

  /** Definitions whose name was probably meant where the pattern has another one. */
  private final Set<String> misspelt = new HashSet<>();

  private final boolean shortForm;

  private RuleChecker(RuleDeclaration rule, RuleSetSymbols ruleSet, Diagnostics diagnostics) {
    this.rule = rule;
    this.ruleSet = ruleSet;
    this.diagnostics = diagnostics;
    this.clauses = new Clauses(rule, diagnostics);
    this.parameters = new Parameters(diagnostics);
    this.durations = new DurationChecker(parameters, diagnostics);
    clauses.parameters().forEach(parameters::declare);
    Clause.On on = clauses.get(Clause.On.class);
    Clause.PatternClause sequence = clauses.get(Clause.PatternClause.class);
    this.shortForm = on != null;
    if (on != null) {
      Name variable = new Name(SHORT_FORM_VARIABLE, on.type().place());
      this.pattern = new PatternTree.Variable(variable);
      definitions.put(SHORT_FORM_VARIABLE, new Definition(variable, on.type(), on.condition()));
    } else {
      this.pattern = sequence == null ? null : sequence.pattern();
      readDefinitions();
    }
  }

  /** The rule, or null if it is wrong, which is reported. */
  static @Nullable Rule check(
      RuleDeclaration rule, RuleSetSymbols ruleSet, Diagnostics diagnostics) {
    return new RuleChecker(rule, ruleSet, diagnostics).check();
  }

  private @Nullable Rule check() {
    RuleSymbols symbols = symbols();
    List<Variable> variables = variables(symbols);
    Pattern checkedPattern =
        pattern == null ? null : new PatternChecker(symbols, durations, diagnostics).check(pattern);
    Long within = within();
    Skip skip = skip(symbols);
    Key key = key(symbols);
    AlertSpec alert = alert(symbols);
    Clause.Emit emit = clauses.get(Clause.Emit.class);
    Clause.Decide decide = clauses.get(Clause.Decide.class);
    if (emit != null) {
      diagnostics.report(Code.SYNTAX, emit.place(), "`emit` is not available yet");
    }
    if (decide != null) {
      diagnostics.report(Code.SYNTAX, decide.place(), "`decide` is not available yet");
    }
    Severity severity = severity();
    if (!rule.unreadable() && pattern != null) {
      parameters.reportUnused();
    }
    if (variables == null
        || checkedPattern == null
        || within == null
        || skip == null
        || key == null
        || alert == null
        || severity == null) {
      return null;
    }
    Clause.Title title = clauses.get(Clause.Title.class);
    return new Rule(
        rule.name().text(),
        title == null ? null : title.text(),
        rule.doc(),
        severity,
        tags(),
        key,
        variables,
        checkedPattern,
        within,
        skip,
        alert,
        rule.name().place());
  }

  // ---- variables

  private void readDefinitions() {
    Clause.Define define = clauses.get(Clause.Define.class);
    if (define == null) {
      return;
    }
    for (Definition definition : define.definitions()) {
      Definition first = definitions.putIfAbsent(definition.variable().text(), definition);
      if (first != null) {
        diagnostics.report(
            Code.DUPLICATE,
            definition.variable().place(),
            "the variable `" + definition.variable() + "` is defined twice",
            null,
            new Related(first.variable().place(), "it is defined here first"));
      }
    }
  }

  private RuleSymbols symbols() {
    if (pattern == null) {
      definitions.values().forEach(d -> event(d.variable(), Set.of()));
      return new RuleSymbols(ruleSet, parameters, Map.of(), null, true);
    }
    VariableOrder order = new VariableOrder(pattern);
    PatternShape shape = PatternShape.of(pattern, order);
    Map<String, VariableSymbol> variables = new LinkedHashMap<>();
    for (Name name : order.firstPlaces()) {
      int index = order.of(name);
      variables.put(
          name.text(),
          new VariableSymbol(
              name.text(),
              index,
              event(name, order.names()),
              shape.repeats(index),
              shape.mayMiss(index)));
    }
    for (Definition definition : definitions.values()) {
      if (!order.names().contains(definition.variable().text())) {
        variables.put(definition.variable().text(), unused(definition, order.names()));
      }
    }
    checkShape(pattern, shape);
    return new RuleSymbols(ruleSet, parameters, variables, new PatternReach(pattern, order), false);
  }

  /** The event type of a variable; null if it is unknown, which is reported. */
  private @Nullable EventSymbol event(Name variable, Set<String> inPattern) {
    Definition definition = definitions.get(variable.text());
    if (definition != null) {
      return definition.type() == null ? null : ruleSet.event(definition.type(), diagnostics);
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

  private VariableSymbol unused(Definition definition, Set<String> inPattern) {
    Name name = definition.variable();
    if (!misspelt.contains(name.text())) {
      diagnostics.report(
          Code.UNUSED_DEFINITION,
          name.place(),
          "the pattern has no variable `" + name + "`",
          DidYouMean.hint(name.text(), inPattern));
    }
    EventSymbol event =
        definition.type() == null ? null : ruleSet.event(definition.type(), diagnostics);
    return new VariableSymbol(name.text(), -1, event, false, false);
  }

  private @Nullable List<Variable> variables(RuleSymbols symbols) {
    List<@Nullable Variable> variables = new ArrayList<>();
    for (VariableSymbol symbol : symbols.ordered()) {
      Definition definition = definitions.get(symbol.name());
      Expr condition = null;
      boolean good = symbol.event() != null && definition != null;
      if (definition != null && definition.condition() != null && symbols.reach() != null) {
        Scope scope = Scope.condition(symbols, symbol, symbols.reach().at(symbol.index()));
        condition = new ExpressionChecker(scope, diagnostics).condition(definition.condition());
        good &= condition != null;
      }
      variables.add(
          good && symbol.event() != null
              ? new Variable(
                  symbol.name(),
                  symbol.index(),
                  symbol.event().type(),
                  condition,
                  symbol.repeated(),
                  symbol.optional())
              : null);
    }
    return Nulls.ifNone(variables);
  }

  // ---- the pattern as a whole

  private void checkShape(PatternTree pattern, PatternShape shape) {
    if (shape.nullable()) {
      diagnostics.report(
          Code.EMPTY_MATCH,
          pattern.place(),
          "this pattern matches without taking an event",
          "let one part at least be neither `?` nor `*`");
    }
    Clause.PatternClause sequence = clauses.get(Clause.PatternClause.class);
    if (sequence == null) {
      return;
    }
    if (sequence.within() == null && shape.several()) {
      diagnostics.report(
          Code.UNBOUNDED,
          pattern.place(),
          "nothing bounds the time of this pattern, so its state would grow forever",
          "add `within 10m`, or whatever time a match may take");
    }
    if (sequence.within() != null && !shape.several()) {
      diagnostics.report(
          Code.SAYS_NOTHING,
          sequence.within().place(),
          "`within` says nothing about a pattern of one event");
    }
    Clause.AfterMatch after = clauses.get(Clause.AfterMatch.class);
    boolean skipNone = after != null && after.skip().kind() == Clause.SkipTree.Kind.NONE;
    if (!shape.nullable()) {
      new PatternEnds(skipNone, diagnostics).check(pattern);
    }
  }

  private @Nullable Long within() {
    Clause.PatternClause sequence = clauses.get(Clause.PatternClause.class);
    return sequence == null || sequence.within() == null
        ? Long.valueOf(Rule.NO_BOUND)
        : durations.check(sequence.within(), "within");
  }

  private @Nullable Skip skip(RuleSymbols symbols) {
    Clause.AfterMatch after = clauses.get(Clause.AfterMatch.class);
    if (after == null) {
      return new Skip.PastLast();
    }
    return switch (after.skip().kind()) {
      case NONE -> new Skip.None();
      case NEXT -> new Skip.ToNext();
      case PAST_LAST -> new Skip.PastLast();
      case FIRST -> {
        VariableSymbol variable = skipTarget(after.skip().variable(), symbols);
        yield variable == null ? null : new Skip.ToFirst(variable.index());
      }
      case LAST -> {
        VariableSymbol variable = skipTarget(after.skip().variable(), symbols);
        yield variable == null ? null : new Skip.ToLast(variable.index());
      }
    };
  }

  private @Nullable VariableSymbol skipTarget(@Nullable Name name, RuleSymbols symbols) {
    VariableSymbol variable = name == null ? null : symbols.variable(name, diagnostics);
    if (variable != null && name != null && variable.optional()) {
      diagnostics.report(
          Code.SKIP_TO_OPTIONAL,
          name.place(),
          "where `" + name + "` took nothing, this acts as `skip to next`");
    }
    return variable;
  }

  // ---- the rest

  private @Nullable Key key(RuleSymbols symbols) {
    Clause.On on = clauses.get(Clause.On.class);
    Clause.By by = clauses.get(Clause.By.class);
    KeyTree key = on != null && on.key() != null ? on.key() : by == null ? null : by.key();
    if (key == null) {
      return null;
    }
    List<@Nullable EventSymbol> events =
        symbols.ordered().stream().map(VariableSymbol::event).toList();
    List<EventSymbol> known = Nulls.ifNone(events);
    boolean all = known != null && !known.isEmpty();
    return new KeyChecker(ruleSet, diagnostics)
        .check(key, all ? List.copyOf(new LinkedHashSet<>(known)) : null);
  }

  private @Nullable AlertSpec alert(RuleSymbols symbols) {
    Clause.Alert alert = clauses.get(Clause.Alert.class);
    if (alert == null) {
      return null;
    }
    VariableSymbol only = shortForm ? symbols.variables().get(SHORT_FORM_VARIABLE) : null;
    AlertSpec checked =
        new AlertChecker(Scope.alert(symbols, only), durations, diagnostics).check(alert);
    return alert.unreadable() ? null : checked;
  }

  private @Nullable Severity severity() {
    Clause.SeverityClause severity = clauses.get(Clause.SeverityClause.class);
    if (severity == null) {
      return Severity.MEDIUM;
    }
    for (Severity level : Severity.values()) {
      if (level.text().equals(severity.level().text())) {
        return level;
      }
    }
    List<String> levels = Arrays.stream(Severity.values()).map(Severity::text).toList();
    String hint = DidYouMean.hint(severity.level().text(), levels);
    Place place = severity.level().place();
    diagnostics.report(
        Code.UNKNOWN_SEVERITY,
        place,
        "there is no severity `" + severity.level() + "`",
        hint != null ? hint : "it is one of " + String.join(", ", levels));
    return null;
  }

  private List<String> tags() {
    Clause.Tags tags = clauses.get(Clause.Tags.class);
    return tags == null ? List.of() : tags.tags().stream().map(Name::text).distinct().toList();
  }
}
