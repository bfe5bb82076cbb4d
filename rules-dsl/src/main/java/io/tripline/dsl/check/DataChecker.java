package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.ir.ValueList;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.Name;
import org.jspecify.annotations.Nullable;

/** Checks {@code x in a_list} and {@code a_table[key].column}. */
final class DataChecker {
  private final ExpressionChecker expressions;
  private final RuleSetSymbols symbols;
  private final Parameters parameters;
  private final Diagnostics diagnostics;

  DataChecker(ExpressionChecker expressions, Diagnostics diagnostics) {
    this.expressions = expressions;
    this.symbols = expressions.scope().symbols().ruleSet();
    this.parameters = expressions.scope().symbols().parameters();
    this.diagnostics = diagnostics;
  }

  @Nullable Expr inList(Expression.InList in) {
    ValueList list = list(in.list());
    Expr operand = expressions.check(in.operand(), list == null ? null : list.element());
    if (list == null || operand == null) {
      return null;
    }
    if (!isIn(operand.type(), list.element())) {
      diagnostics.report(
          Code.CANNOT_COMPARE,
          in.operand().place(),
          "`"
              + list.name()
              + "` holds values of type "
              + list.element()
              + ", but this is "
              + Operators.article(operand.type()),
          operand.type() instanceof Type.Enumeration
              ? "the values of an enum stand in the rule itself, as in `in (POS, ECOM)`"
              : null);
      return null;
    }
    return ExpressionChecker.not(in.negated(), new Expr.InList(operand, list, in.place()));
  }

  /** Exact numbers are found by value, whatever their scale. */
  private static boolean isIn(Type operand, Type element) {
    return operand.equals(element)
        || operand.isNumeric()
            && element.isNumeric()
            && operand != Simple.DOUBLE
            && element != Simple.DOUBLE;
  }

  private @Nullable ValueList list(Name name) {
    if (symbols.lists().has(name.text())) {
      return symbols.lists().use(name.text());
    }
    String kind = symbols.kindOf(name.text());
    String hint = DidYouMean.hint(name.text(), symbols.lists().names());
    if (kind == null && parameters.has(name.text())) {
      parameters.use(name.text(), name.place());
      kind = "a parameter";
      hint = "one value stands in parentheses: `in (" + name + ")`";
    }
    if (kind != null || !symbols.unreadable()) {
      diagnostics.report(
          Code.UNKNOWN_LIST,
          name.place(),
          kind == null
              ? "there is no list `" + name + "`"
              : "`" + name + "` is " + kind + ", not a list",
          hint);
    }
    return null;
  }

  @Nullable Expr lookup(Expression.Lookup lookup) {
    TableSymbol table = table(lookup.table());
    Expr key = expressions.check(lookup.key(), table == null ? null : table.table().keyType());
    int column = table == null ? -1 : column(table, lookup.column());
    if (table == null || key == null) {
      return null;
    }
    Type wanted = table.table().keyType();
    if (!Coercion.fits(key.type(), wanted)) {
      diagnostics.report(
          Code.CANNOT_COMPARE,
          lookup.key().place(),
          "the key of `"
              + lookup.table()
              + "` is "
              + Operators.article(wanted)
              + ", but this is "
              + Operators.article(key.type()));
      return null;
    }
    Expr cast = Coercion.cast(key, wanted, diagnostics);
    return cast == null || column < 0
        ? null
        : new Expr.Lookup(table.table(), cast, column, lookup.place());
  }

  private @Nullable TableSymbol table(Name name) {
    if (symbols.tables().has(name.text())) {
      return symbols.tables().use(name.text());
    }
    String kind = symbols.kindOf(name.text());
    if (kind != null || !symbols.unreadable()) {
      diagnostics.report(
          Code.UNKNOWN_TABLE,
          name.place(),
          kind == null
              ? "there is no table `" + name + "`"
              : "`" + name + "` is " + kind + ", not a table",
          DidYouMean.hint(name.text(), symbols.tables().names()));
    }
    return null;
  }

  /** The index of a column whose type is known, or −1. */
  private int column(TableSymbol table, Name name) {
    int column = table.indexOf(name.text());
    if (column >= 0) {
      return table.table().columns().get(column).type() == Simple.NULL ? -1 : column;
    }
    if (!table.incomplete()) {
      boolean isKey = name.text().equals(table.table().keyName());
      diagnostics.report(
          Code.UNKNOWN_COLUMN,
          name.place(),
          isKey
              ? "`" + name + "` is the key of `" + table.table().name() + "`, not a column"
              : "the table `" + table.table().name() + "` has no column `" + name + "`",
          isKey
              ? "it is what stands in the brackets"
              : DidYouMean.hint(name.text(), table.columnNames()));
    }
    return -1;
  }
}
