package io.tripline.dsl.check;

import io.tripline.dsl.check.Scope.Kind;
import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.Name;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a name in an expression means. */
final class NameChecker {
  private static final List<String> CONSTANTS = List.of("true", "false", "null");

  private final Scope scope;
  private final RuleSymbols symbols;
  private final Diagnostics diagnostics;

  NameChecker(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.symbols = scope.symbols();
    this.diagnostics = diagnostics;
  }

  /** Whether a bare name is none of the rule's, so that only its neighbors explain it. */
  boolean isUnknown(Name name) {
    return !isField(name)
        && !symbols.parameters().has(name.text())
        && !symbols.ruleSet().features().has(name.text());
  }

  /** Whether a bare name is a field, whatever its neighbors are. */
  boolean isField(Name name) {
    return fieldIndex(name) >= 0;
  }

  private int fieldIndex(Name name) {
    EventSymbol tested = scope.tested();
    return tested == null || !scope.hasBareFields() ? -1 : tested.type().indexOf(name.text());
  }

  /** A bare name; {@code expected} is the type that its neighbors have. */
  @Nullable Expr bare(Name name, @Nullable Type expected) {
    int field = fieldIndex(name);
    int symbol = expected instanceof Type.Enumeration(var all) ? all.indexOf(name.text()) : -1;
    if (field >= 0) {
      if (symbol >= 0) {
        warnHidden(name, "field", "value");
      } else {
        warnHidden(name, "field");
      }
      return fieldOf(scope.tested(), field, name.place());
    }
    if (symbol >= 0 && expected != null) {
      warnHidden(name, "value");
      return new Expr.Literal((long) symbol, expected, name.place());
    }
    if (symbols.parameters().has(name.text())) {
      Expr value = symbols.parameters().use(name.text(), name.place());
      if (symbols.ruleSet().features().has(name.text())) {
        symbols.ruleSet().features().use(name.text());
        warnHidden(name, "parameter", "feature");
      }
      return value;
    }
    if (symbols.ruleSet().features().has(name.text())) {
      return new FeatureValues(scope, diagnostics).value(name);
    }
    if (!scope.isUnknown()) {
      reportUnknown(name, expected);
    }
    return null;
  }

  /** Warns of a parameter or a feature with the name of what is meant. */
  private void warnHidden(Name name, String meant) {
    if (symbols.parameters().has(name.text())) {
      symbols.parameters().use(name.text(), name.place());
      warnHidden(name, meant, "parameter");
    } else if (symbols.ruleSet().features().has(name.text())) {
      symbols.ruleSet().features().use(name.text());
      warnHidden(name, meant, "feature");
    }
  }

  void warnHidden(Name name, String meant, String other) {
    diagnostics.report(
        Code.HIDDEN_NAME,
        name.place(),
        "`" + name + "` is the " + meant + " here, not the " + other + " of that name");
  }

  private @Nullable Expr fieldOf(@Nullable EventSymbol event, int field, Place place) {
    if (event == null) {
      return null;
    }
    Type type = event.type().fields().get(field).type();
    return type == Type.Simple.NULL ? null : scope.field(field, type, place);
  }

  private void reportUnknown(Name name, @Nullable Type expected) {
    String text = name.text();
    VariableSymbol variable = symbols.variables().get(text);
    if (variable != null && scope.isInWindow()) {
      new WindowNames(scope, diagnostics).reportVariable(name, "`" + name + "`");
      return;
    }
    if (variable != null) {
      diagnostics.report(
          Code.UNKNOWN_NAME,
          name.place(),
          "`" + text + "` is a variable, not a value",
          "name a field of it, as in `"
              + text
              + ".amount`, or count its events: `count("
              + text
              + ")`");
      return;
    }
    if (reportData(name)) {
      return;
    }
    if (scope.kind() == Kind.ALERT && reportBareField(name)) {
      return;
    }
    if (reportUnprefixed(name)) {
      return;
    }
    List<String> candidates = new ArrayList<>(symbols.parameters().names());
    if (scope.hasTestedEvent()) {
      candidates.addAll(symbols.ruleSet().features().names());
    }
    if (scope.hasBareFields() && scope.tested() != null) {
      candidates.addAll(scope.tested().fieldNames());
    }
    if (expected instanceof Type.Enumeration(var all)) {
      if (DidYouMean.hint(text, candidates) == null || DidYouMean.hint(text, all) != null) {
        String hint = DidYouMean.hint(text, all);
        diagnostics.report(
            Code.UNKNOWN_NAME, name.place(), "`" + text + "` is not a value of " + expected, hint);
        return;
      }
    }
    String where =
        scope.tested() != null && scope.hasBareFields()
            ? "`" + scope.tested().name() + "` has no field `" + text + "`"
            : "there is no `" + text + "` here";
    Code code =
        scope.tested() != null && scope.hasBareFields() ? Code.UNKNOWN_FIELD : Code.UNKNOWN_NAME;
    candidates.addAll(CONSTANTS);
    String meant = DidYouMean.nearest(text, candidates);
    if (meant != null && symbols.parameters().has(meant)) {
      symbols.parameters().use(meant, name.place()); // one mistake, and not an unused one as well
    }
    diagnostics.report(code, name.place(), where, DidYouMean.hint(text, candidates));
  }

  /** In the argument of an aggregate: a field that lacks its variable, or its event type. */
  private boolean reportUnprefixed(Name name) {
    EventSymbol event = scope.tested();
    boolean inFeature = scope.kind() == Kind.FEATURE;
    if (event == null
        || event.type().indexOf(name.text()) < 0
        || !inFeature && (scope.kind() != Kind.AGGREGATE || scope.own() == null)) {
      return false;
    }
    String prefix = scope.own() == null ? event.name() : scope.own().name();
    diagnostics.report(
        Code.UNKNOWN_NAME,
        name.place(),
        "inside of "
            + (inFeature
                ? "a feature's aggregate a field needs its event type"
                : "an aggregate a field needs its variable"),
        "write `" + prefix + "." + name + "`");
    return true;
  }

  /** A list or a table in the place of a value. */
  private boolean reportData(Name name) {
    String kind = symbols.ruleSet().kindOf(name.text());
    if (kind == null) {
      return false;
    }
    diagnostics.report(
        Code.UNKNOWN_NAME,
        name.place(),
        "`" + name + "` is " + kind + ", not a value",
        symbols.ruleSet().lists().has(name.text())
            ? "whether a value is in it says `x in " + name + "`"
            : "a row of it has values: `" + name + "[x]." + someColumn(name) + "`");
    return true;
  }

  private String someColumn(Name table) {
    TableSymbol symbol = symbols.ruleSet().tables().use(table.text());
    return symbol == null || symbol.columnNames().isEmpty()
        ? "column"
        : symbol.columnNames().getFirst();
  }

  /** In the alert of the long form: a field that lacks its variable. */
  private boolean reportBareField(Name name) {
    VariableSymbol last = null;
    for (VariableSymbol variable : symbols.ordered()) {
      if (!variable.absent()
          && variable.event() != null
          && variable.event().type().indexOf(name.text()) >= 0
          && (last == null || !variable.repeated() || last.repeated())) {
        last = variable;
      }
    }
    if (last == null) {
      return false;
    }
    String field = last.name() + "." + name;
    diagnostics.report(
        Code.BARE_FIELD,
        name.place(),
        "`" + name + "` is a field of an event: of which variable?",
        "write `" + (last.repeated() ? "last(" + field + ")" : field) + "`");
    return true;
  }

  /** {@code hit.amount}. */
  @Nullable Expr member(Expression.Member member) {
    Name owner = member.owner();
    if (scope.isInWindow()) {
      return new WindowNames(scope, diagnostics).member(member);
    }
    if (owner.text().equals("this") && !symbols.variables().containsKey("this")) {
      diagnostics.report(
          Code.UNKNOWN_NAME,
          owner.place(),
          "`this` has a meaning only in the `where` of a window",
          scope.hasBareFields()
              ? "a field of the event that is tested stands alone: `" + member.field() + "`"
              : null);
      return null;
    }
    VariableSymbol variable = symbols.variable(owner, diagnostics);
    if (variable == null || !reached(variable, owner.place())) {
      return null;
    }
    EventSymbol event = variable.event();
    if (event == null) {
      return null;
    }
    int field = Fields.find(event, member.field(), diagnostics);
    if (field < 0) {
      return null;
    }
    Type type = Fields.type(event, field);
    if (scope.kind() == Kind.AGGREGATE) {
      return new Expr.Field(field, type, member.place()); // one variable only: checked before
    }
    if (scope.kind() == Kind.PREV) {
      diagnostics.report(
          Code.PREV_OUT_OF_PLACE,
          member.place(),
          "`prev` looks at the event before, so its fields need no variable",
          "write `prev(" + member.field() + ")`");
      return null;
    }
    if (variable.repeated()) {
      reportSeveral(variable, member);
      return null;
    }
    return variable.equals(scope.own()) && scope.kind() == Kind.CONDITION
        ? new Expr.Field(field, type, member.place())
        : new Expr.VariableField(variable.index(), field, type, member.place());
  }

  private void reportSeveral(VariableSymbol variable, Expression.Member member) {
    String field = variable.name() + "." + member.field();
    boolean own = variable.equals(scope.own()) && scope.kind() == Kind.CONDITION;
    diagnostics.report(
        Code.NEEDS_AGGREGATE,
        member.place(),
        "`" + variable.name() + "` can hold several events, so `" + field + "` is not one value",
        own
            ? "write `"
                + member.field()
                + "` for the event that is tested, or `last("
                + field
                + ")` for the one before"
            : "write an aggregate, such as `last(" + field + ")` or `max(" + field + ")`");
  }

  /** Whether a variable can be named here; otherwise it is reported. */
  boolean reached(VariableSymbol variable, Place place) {
    if (variable.equals(scope.own())) {
      return true;
    }
    if (symbols.isAbsent(variable, place, diagnostics)) {
      return false;
    }
    if (scope.reached() == null || scope.reached().get(variable.index())) {
      return true;
    }
    if (isBesideOwn(variable)) {
      diagnostics.report(
          Code.NOT_REACHED_YET,
          place,
          "`" + variable.name() + "` stands in another part of the same `&`: either may come first",
          "a condition can speak of what comes before the whole `&`");
      return false;
    }
    boolean later = scope.own() == null || reachesLater(variable);
    diagnostics.report(
        later ? Code.NOT_REACHED_YET : Code.NEVER_REACHED,
        place,
        later
            ? "the pattern has not reached `" + variable.name() + "` yet"
            : "`" + variable.name() + "` can never be reached here: it is in another branch",
        later ? "a condition can speak of what comes before it" : null);
    return false;
  }

  private boolean isBesideOwn(VariableSymbol variable) {
    PatternReach reach = symbols.reach();
    return reach != null
        && scope.own() != null
        && reach.areBeside(scope.own().index(), variable.index());
  }

  private boolean reachesLater(VariableSymbol variable) {
    PatternReach reach = symbols.reach();
    return scope.own() == null
        || reach == null
        || reach.isPassed(scope.own().index(), variable.index());
  }
}
