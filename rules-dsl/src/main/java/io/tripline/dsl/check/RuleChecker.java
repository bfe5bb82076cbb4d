package io.tripline.dsl.check;

import io.tripline.dsl.check.logic.LogicChecker;
import io.tripline.dsl.check.logic.Nullability;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Decision;
import io.tripline.dsl.ir.Emission;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Variable;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.KeyTree;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.PatternTree;
import io.tripline.dsl.syntax.RuleDeclaration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks one rule, in the short or the long form: each clause by a checker of its own. */
final class RuleChecker {
  /** What the short form calls its event. */
  static final String SHORT_FORM_VARIABLE = "e";

  private final RuleDeclaration rule;
  private final RuleSetSymbols ruleSet;
  private final Diagnostics diagnostics;
  private final Clauses clauses;
  private final Parameters parameters;
  private final DurationChecker durations;

  private RuleChecker(RuleDeclaration rule, RuleSetSymbols ruleSet, Diagnostics diagnostics) {
    this.rule = rule;
    this.ruleSet = ruleSet;
    this.diagnostics = diagnostics;
    this.clauses = new Clauses(rule, diagnostics);
    this.parameters = new Parameters(diagnostics);
    this.durations = new DurationChecker(parameters, diagnostics);
    clauses.parameters().forEach(parameters::declare);
  }

  /** The rule, or null if it is wrong, which is reported. */
  static @Nullable Rule check(
      RuleDeclaration rule, RuleSetSymbols ruleSet, Diagnostics diagnostics) {
    return new RuleChecker(rule, ruleSet, diagnostics).check();
  }

  /**
   * The rule with other values of its parameters, or null if it is wrong with them, which is
   * reported.
   *
   * @param rule one that is right as it is
   * @param values of some of its parameters
   */
  static @Nullable Rule variant(
      RuleDeclaration rule,
      Map<String, Expr.Literal> values,
      RuleSetSymbols ruleSet,
      Diagnostics diagnostics) {
    RuleChecker checker = new RuleChecker(rule, ruleSet, diagnostics);
    values.forEach(checker.parameters::set);
    return checker.check();
  }

  private @Nullable Rule check() {
    PatternTree pattern = pattern();
    Definitions definitions = new Definitions(clauses, ruleSet, diagnostics);
    RuleSymbols symbols = definitions.symbols(pattern, parameters);
    List<Variable> variables = new VariableChecker(symbols, definitions, diagnostics).check();
    Long within = within();
    Pattern checkedPattern = pattern == null ? null : pattern(pattern, symbols, within);
    Skip skip = new SkipChecker(symbols, diagnostics).check(clauses.get(Clause.AfterMatch.class));
    Integer matchLimit = matchLimit(pattern, skip);
    Key key = key(symbols);
    AlertSpec alert = alert(symbols);
    Emission emission = emission(symbols, variables);
    Decision decision = DecisionChecker.check(clauses.get(Clause.Decide.class), diagnostics);
    Severity severity =
        SeverityChecker.check(clauses.get(Clause.SeverityClause.class), diagnostics);
    if (!rule.unreadable() && pattern != null) {
      parameters.reportUnused();
      symbols.unused().reportUnused(symbols.namesInPattern(), diagnostics);
    }
    if (variables == null
        || checkedPattern == null
        || within == null
        || skip == null
        || matchLimit == null
        || key == null
        || alert == null && clauses.get(Clause.Alert.class) != null
        || emission == null && clauses.get(Clause.Emit.class) != null
        || decision == null && clauses.get(Clause.Decide.class) != null
        || severity == null) {
      return null;
    }
    Clause.Title title = clauses.get(Clause.Title.class);
    Rule checked =
        new Rule(
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
            matchLimit,
            alert,
            emission,
            decision,
            rule.name().place());
    DecisionChecker.checkTime(checked, clauses.get(Clause.Decide.class), diagnostics);
    EmissionChecker.checkMarks(checked, diagnostics);
    new LogicChecker(parameters::at, diagnostics).check(checked);
    return checked;
  }

  /** The most matches of one event; null if it is wrong, which is reported. */
  private @Nullable Integer matchLimit(@Nullable PatternTree pattern, @Nullable Skip skip) {
    Clause.AfterMatch after = clauses.get(Clause.AfterMatch.class);
    return MatchLimitChecker.check(
        after == null ? null : after.limit(),
        skip,
        pattern instanceof PatternTree.Variable,
        diagnostics);
  }

  /** The pattern, in the short form a single variable; null if it cannot be read. */
  private @Nullable PatternTree pattern() {
    Clause.On on = clauses.get(Clause.On.class);
    if (on != null) {
      return new PatternTree.Variable(new Name(SHORT_FORM_VARIABLE, on.type().place()));
    }
    Clause.PatternClause sequence = clauses.get(Clause.PatternClause.class);
    return sequence == null ? null : sequence.pattern();
  }

  /** The time of {@code within} in milliseconds; null if it is wrong, which is reported. */
  private @Nullable Long within() {
    Clause.PatternClause sequence = clauses.get(Clause.PatternClause.class);
    return sequence == null || sequence.within() == null
        ? Long.valueOf(Rule.NO_BOUND)
        : durations.check(sequence.within(), "within");
  }

  private @Nullable Pattern pattern(
      PatternTree pattern, RuleSymbols symbols, @Nullable Long within) {
    Clause.PatternClause sequence =
        clauses.get(Clause.On.class) == null ? clauses.get(Clause.PatternClause.class) : null;
    GapChecker gaps = new GapChecker(sequence, within, durations, diagnostics);
    Pattern checked = new PatternChecker(symbols, gaps, diagnostics).check(pattern);
    if (sequence != null) {
      checkWhole(sequence);
      if (checked != null && within != null) {
        LeastTime.check(checked, within, sequence, diagnostics);
      }
    }
    return checked;
  }

  private void checkWhole(Clause.PatternClause sequence) {
    PatternTree pattern = sequence.pattern();
    VariableOrder order = new VariableOrder(pattern);
    PatternShape shape = PatternShape.of(pattern, order);
    boolean bounded = new PatternBounds(diagnostics).check(sequence, shape);
    new AbsenceChecker(sequence.within() != null || !bounded, diagnostics).check(pattern);
    new ConjunctionChecker(order, diagnostics).check(pattern);
    if (!shape.nullable()) {
      Clause.AfterMatch after = clauses.get(Clause.AfterMatch.class);
      boolean skipNone = after != null && after.skip().kind() == Clause.SkipTree.Kind.NONE;
      new PatternEnds(skipNone, diagnostics).check(pattern);
    }
  }

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
    AlertSpec checked = new AlertChecker(afterMatch(symbols), durations, diagnostics).check(alert);
    return alert.unreadable() ? null : checked;
  }

  private @Nullable Emission emission(RuleSymbols symbols, @Nullable List<Variable> variables) {
    Clause.Emit emit = clauses.get(Clause.Emit.class);
    if (emit == null) {
      return null;
    }
    Scope scope = afterMatch(symbols);
    EventSymbol tested = scope.tested();
    Nullability nullability =
        variables == null
            ? null
            : Nullability.afterMatch(tested == null ? null : tested.type(), variables);
    return new EmissionChecker(scope, nullability, diagnostics).check(emit);
  }

  /** Where the alert and the event that the rule makes stand. */
  private Scope afterMatch(RuleSymbols symbols) {
    return Scope.alert(
        symbols,
        clauses.get(Clause.On.class) == null ? null : symbols.variables().get(SHORT_FORM_VARIABLE));
  }

  private List<String> tags() {
    Clause.Tags tags = clauses.get(Clause.Tags.class);
    return tags == null ? List.of() : tags.tags().stream().map(Name::text).distinct().toList();
  }
}
