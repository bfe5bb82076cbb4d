package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.diagnostic.Severity;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.RuleDeclaration;
import io.tripline.dsl.syntax.TestDeclaration.GivenParam;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the parameters that a test gives the rule it is about. */
final class GivenParametersChecker {
  private final RuleSetSymbols symbols;
  private final Diagnostics diagnostics;
  private final Map<String, GivenParam> given = new LinkedHashMap<>();
  private final Map<String, Expr.Literal> values = new LinkedHashMap<>();

  GivenParametersChecker(RuleSetSymbols symbols, Diagnostics diagnostics) {
    this.symbols = symbols;
    this.diagnostics = diagnostics;
  }

  boolean isEmpty() {
    return given.isEmpty();
  }

  /**
   * Adds one; false if it is wrong, which is reported.
   *
   * @param first whether no event stands before it
   */
  boolean add(GivenParam param, boolean first) {
    GivenParam other = given.putIfAbsent(param.name().text(), param);
    if (other != null) {
      diagnostics.report(
          Code.DUPLICATE,
          param.name().place(),
          "the parameter `" + param.name() + "` is given twice",
          null,
          new Related(other.name().place(), "it is given here first"));
      return false;
    }
    if (!first) {
      diagnostics.report(
          Code.BAD_SETTING,
          param.place(),
          "a parameter holds for the whole test",
          "put it before the first event");
      return false;
    }
    Expr.Literal value = new Parameters(diagnostics).value(param.value());
    if (value != null) {
      values.put(param.name().text(), value);
    }
    return value != null;
  }

  /** The rule with these parameters; null if there are none, or it is wrong, which is reported. */
  @Nullable Rule variant(RuleDeclaration rule) {
    if (given.isEmpty() || !areDeclared(rule) || values.size() < given.size()) {
      return null;
    }
    Diagnostics found = new Diagnostics();
    Rule variant = RuleChecker.variant(rule, values, symbols, found);
    for (Diagnostic each : found.sorted()) {
      if (each.severity() == Severity.ERROR) {
        diagnostics.report(
            Code.BAD_SETTING,
            given.values().iterator().next().place(),
            "`" + rule.name() + "` is wrong with these parameters: " + each.message(),
            each.hint(),
            new Related(each.place(), "here"));
      }
    }
    return found.hasErrors() ? null : variant;
  }

  private boolean areDeclared(RuleDeclaration rule) {
    Map<String, Clause.Parameter> declared = new LinkedHashMap<>();
    new Clauses(rule, new Diagnostics())
        .parameters()
        .forEach(p -> declared.putIfAbsent(p.name().text(), p));
    boolean good = true;
    for (GivenParam param : given.values()) {
      Name name = param.name();
      Clause.Parameter clause = declared.get(name.text());
      Expr.Literal value = values.get(name.text());
      Expr.Literal usual =
          clause == null ? null : new Parameters(new Diagnostics()).value(clause.value());
      if (clause == null) {
        diagnostics.report(
            Code.UNKNOWN_NAME,
            name.place(),
            "the rule `" + rule.name() + "` has no parameter `" + name + "`",
            DidYouMean.hint(name.text(), declared.keySet()));
        good = false;
      } else if (value != null && usual != null && !isAlike(value.type(), usual.type())) {
        diagnostics.report(
            Code.BAD_SETTING,
            param.value().place(),
            "`"
                + name
                + "` is "
                + Operators.article(usual.type())
                + ", but this is "
                + Operators.article(value.type()),
            null,
            new Related(clause.name().place(), "it is declared here"));
        good = false;
      }
    }
    return good;
  }

  /** Numbers may have other digits than the rule's own value. */
  private static boolean isAlike(Type given, Type usual) {
    return given.equals(usual) || given.isNumeric() && usual.isNumeric();
  }
}
