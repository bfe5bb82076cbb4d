package io.tripline.dsl.check;

import io.tripline.dsl.check.logic.Nullability;
import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.Emission;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.PersonalData;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the event that a rule makes when it matches. */
final class EmissionChecker {
  private final RuleSetSymbols symbols;
  private final ExpressionChecker expressions;
  private final @Nullable Nullability nullability;
  private final Diagnostics diagnostics;

  /**
   * @param nullability null if it cannot be told, because variables are wrong
   */
  EmissionChecker(Scope scope, @Nullable Nullability nullability, Diagnostics diagnostics) {
    this.symbols = scope.symbols().ruleSet();
    this.expressions = new ExpressionChecker(scope, diagnostics);
    this.nullability = nullability;
    this.diagnostics = diagnostics;
  }

  /** The event, or null if it is wrong, which is reported. */
  @Nullable Emission check(Clause.Emit emit) {
    EventSymbol event = symbols.event(emit.type(), diagnostics);
    if (event == null) {
      emit.values().forEach(named -> expressions.check(named.value()));
      return null;
    }
    int count = event.type().fields().size();
    @Nullable Name[] given = new @Nullable Name[count];
    @Nullable Expr[] values = new @Nullable Expr[count];
    boolean good = true;
    for (Clause.Named named : emit.values()) {
      int field = Fields.find(event, named.name(), diagnostics);
      if (field < 0) {
        int wrongType = event.type().indexOf(named.name().text());
        if (wrongType >= 0) {
          given[wrongType] = named.name();
        }
        expressions.check(named.value());
        good = false;
      } else if (given[field] != null) {
        diagnostics.report(
            Code.DUPLICATE,
            named.name().place(),
            "the field `" + named.name() + "` is given twice",
            null,
            new Related(given[field].place(), "it is given here first"));
        good = false;
      } else {
        given[field] = named.name();
        values[field] = value(event.type().fields().get(field), named);
        good &= values[field] != null;
      }
    }
    good &= isComplete(event, given, emit);
    return good ? new Emission(event.type(), Arrays.asList(values), emit.place()) : null;
  }

  private @Nullable Expr value(EventType.Field field, Clause.Named named) {
    Expr value = expressions.check(named.value(), field.type());
    if (value == null) {
      return null;
    }
    if (!Coercion.fits(value.type(), field.type())) {
      boolean toRound =
          field.type() instanceof Type.Decimal && value.type() instanceof Type.Decimal;
      diagnostics.report(
          Code.EMIT_TYPE,
          named.value().place(),
          "the field `"
              + field.name()
              + "` is "
              + Operators.article(field.type())
              + ", but this is "
              + Operators.article(value.type()),
          toRound ? "write `round(…, " + Coercion.scale(field.type()) + ")`" : null);
      return null;
    }
    if (!field.nullable() && nullability != null && nullability.mayBeNull(value)) {
      diagnostics.report(
          Code.MAY_BE_NULL,
          named.value().place(),
          "this can be null, but the field `" + field.name() + "` cannot",
          value instanceof Expr.Literal
              ? null
              : "say what stands in its place: `coalesce(…, " + example(field.type()) + ")`");
      return null;
    }
    return Coercion.cast(value, field.type(), diagnostics);
  }

  private static String example(Type type) {
    return switch (type) {
      case Type.Decimal d -> "0";
      case Type.Enumeration(List<String> all) -> all.getFirst();
      case Simple simple ->
          switch (simple) {
            case STRING -> "'none'";
            case BOOL -> "false";
            case INT, DOUBLE -> "0";
            case DURATION -> "0s";
            case TIMESTAMP, IP, GEO, LENGTH, SPEED, NULL -> "…";
          };
    };
  }

  /** Whether all is given that the engine cannot give itself; what is missing is reported. */
  private boolean isComplete(EventSymbol event, @Nullable Name[] given, Clause.Emit emit) {
    EventType type = event.type();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      EventType.Field field = type.fields().get(i);
      boolean byEngine =
          i == type.timeField() || i == type.idField() && field.type() == Simple.STRING;
      if (given[i] == null && !field.nullable() && !byEngine) {
        missing.add("`" + field.name() + "`");
      }
    }
    if (missing.isEmpty() || event.incomplete()) {
      return true;
    }
    boolean onlyId =
        missing.size() == 1
            && type.idField() >= 0
            && given[type.idField()] == null
            && missing.getFirst().equals("`" + type.fields().get(type.idField()).name() + "`");
    diagnostics.report(
        Code.EMIT_INCOMPLETE,
        emit.type().place(),
        "`" + event.name() + "` needs " + String.join(" and ", missing),
        onlyId
            ? "the engine gives an id only where it is a string"
            : "a field that may be left out is declared with `?`");
    return false;
  }

  /**
   * Warns where a rule gives personal data to a field that is not marked: it would be seen by all
   * who see the event that is made.
   */
  static void checkMarks(Rule rule, Diagnostics diagnostics) {
    Emission emission = rule.emission();
    if (emission == null) {
      return;
    }
    List<EventType.Field> fields = emission.type().fields();
    for (int i = 0; i < fields.size(); i++) {
      Expr value = emission.values().get(i);
      EventType.Field field = fields.get(i);
      if (value != null && !field.pii() && PersonalData.isIn(value, rule.variables(), null)) {
        diagnostics.report(
            Code.PERSONAL_DATA,
            value.place(),
            "this is personal data, but the field `"
                + field.name()
                + "` of `"
                + emission.type().name()
                + "` is not marked: people will see it",
            "declare the field with `@pii`");
      }
    }
  }
}
