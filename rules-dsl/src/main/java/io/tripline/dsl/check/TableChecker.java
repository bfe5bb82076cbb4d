package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Table;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.syntax.EventDeclaration.Annotation;
import io.tripline.dsl.syntax.EventDeclaration.FieldDeclaration;
import io.tripline.dsl.syntax.TableDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the declaration of a table. */
final class TableChecker {
  private final TableDeclaration table;
  private final Diagnostics diagnostics;

  private TableChecker(TableDeclaration table, Diagnostics diagnostics) {
    this.table = table;
    this.diagnostics = diagnostics;
  }

  /** The table, or null if it has no usable key, which is reported. */
  static @Nullable TableSymbol check(TableDeclaration table, Diagnostics diagnostics) {
    return new TableChecker(table, diagnostics).check();
  }

  private @Nullable TableSymbol check() {
    Type key = key();
    List<Table.Column> columns = columns();
    if (table.columns().isEmpty() && !table.unreadable()) {
      diagnostics.report(
          Code.BAD_TABLE,
          table.name().place(),
          "the table `" + table.name() + "` has no columns",
          "whether a value is there at all, a list can say: `list "
              + table.name()
              + " of "
              + (key == null ? Simple.STRING : key)
              + "`");
    }
    return key == null
        ? null
        : new TableSymbol(
            new Table(
                table.name().text(),
                table.key().text(),
                key,
                columns,
                table.doc(),
                table.name().place()),
            table.unreadable());
  }

  private @Nullable Type key() {
    if (table.keyType() == null) {
      return Simple.STRING;
    }
    Type key = TypeChecker.check(table.keyType(), diagnostics);
    if (key == Simple.DOUBLE || key == Simple.GEO) {
      diagnostics.report(
          Code.BAD_ELEMENT,
          table.keyType().place(),
          Operators.article(key) + " cannot be the key of a table",
          key == Simple.DOUBLE ? "numbers that are to be equal are exact: `decimal(4)`" : null);
      return null;
    }
    return key;
  }

  private List<Table.Column> columns() {
    Map<String, Place> names = new HashMap<>();
    List<Table.Column> columns = new ArrayList<>();
    for (FieldDeclaration column : table.columns()) {
      String name = column.name().text();
      Place first = names.putIfAbsent(name, column.name().place());
      if (first != null) {
        diagnostics.report(
            Code.DUPLICATE,
            column.name().place(),
            "the column `" + name + "` is declared twice",
            null,
            new Related(first, "it is declared here first"));
        continue;
      }
      if (name.equals(table.key().text())) {
        diagnostics.report(
            Code.BAD_TABLE,
            column.name().place(),
            "the column `" + name + "` has the name of the key",
            "the key is a part of every row already; leave the column out",
            new Related(table.key().place(), "the key"));
      }
      Type type = column.type() == null ? null : TypeChecker.check(column.type(), diagnostics);
      columns.add(
          new Table.Column(
              name, type == null ? Simple.NULL : type, column.nullable(), pii(column)));
    }
    return columns;
  }

  private boolean pii(FieldDeclaration column) {
    Set<String> seen = new HashSet<>();
    for (Annotation annotation : column.annotations()) {
      String name = annotation.name().text();
      if (!seen.add(name)) {
        diagnostics.report(Code.DUPLICATE, annotation.place(), "`@" + name + "` is given twice");
      } else if (!name.equals("pii")) {
        diagnostics.report(
            Code.BAD_ANNOTATION,
            annotation.place(),
            "a column of a table has no `@" + name + "`",
            DidYouMean.hint("@" + name, List.of("@pii")));
      } else if (!annotation.arguments().isEmpty()) {
        diagnostics.report(
            Code.BAD_ANNOTATION, annotation.place(), "`@pii` takes nothing in parentheses");
      }
    }
    return seen.contains("pii");
  }
}
