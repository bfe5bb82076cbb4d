package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Table;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.syntax.EventDeclaration.Annotation;
import io.tripline.dsl.syntax.EventDeclaration.FieldDeclaration;
import io.tripline.dsl.syntax.Name;
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
  private final Map<String, EventSymbol> events;
  private final boolean eventUnreadable;
  private final Diagnostics diagnostics;

  private TableChecker(
      TableDeclaration table,
      Map<String, EventSymbol> events,
      boolean eventUnreadable,
      Diagnostics diagnostics) {
    this.table = table;
    this.events = events;
    this.eventUnreadable = eventUnreadable;
    this.diagnostics = diagnostics;
  }

  /**
   * The table, or null if it has no usable key, which is reported.
   *
   * @param events all event types that are declared
   * @param eventUnreadable whether there may be more
   */
  static @Nullable TableSymbol check(
      TableDeclaration table,
      Map<String, EventSymbol> events,
      boolean eventUnreadable,
      Diagnostics diagnostics) {
    return new TableChecker(table, events, eventUnreadable, diagnostics).check();
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
    if (key == null) {
      return null;
    }
    Table.Source source = source(key, columns);
    return new TableSymbol(
        new Table(
            table.name().text(),
            table.key().text(),
            key,
            source == null ? columns : marked(columns, source),
            source,
            table.doc(),
            table.name().place()),
        table.unreadable());
  }

  /** The columns, those marked as personal data that are filled with what is. */
  private static List<Table.Column> marked(List<Table.Column> columns, Table.Source source) {
    List<Table.Column> marked = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Table.Column column = columns.get(i);
      boolean pii = column.pii() || source.type().fields().get(source.columnFields().get(i)).pii();
      marked.add(new Table.Column(column.name(), column.type(), column.nullable(), pii));
    }
    return marked;
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

  // ---- what it follows

  /** The events that it follows, or null; what they cannot fill is reported. */
  private Table.@Nullable Source source(Type key, List<Table.Column> columns) {
    Name from = table.from();
    if (from == null) {
      return null;
    }
    EventSymbol event = events.get(from.text());
    if (event == null) {
      if (!eventUnreadable) {
        diagnostics.report(
            Code.UNKNOWN_EVENT_TYPE,
            from.place(),
            "there is no event type `" + from + "`",
            DidYouMean.hint(from.text(), events.keySet()));
      }
      return null;
    }
    int keyField = field(event, table.key(), key, true);
    boolean isWhole = keyField >= 0 && columns.size() == table.columns().size();
    List<Integer> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Table.Column column = columns.get(i);
      Name name =
          table.columns().stream()
              .map(FieldDeclaration::name)
              .filter(each -> each.text().equals(column.name()))
              .findFirst()
              .orElse(from);
      int field = field(event, name, column.type(), column.nullable());
      isWhole &= field >= 0;
      fields.add(field);
    }
    return isWhole ? new Table.Source(event.type(), keyField, fields) : null;
  }

  /** The index of the field that fills the key or a column, or −1, which is reported. */
  private int field(EventSymbol event, Name name, Type type, boolean nullable) {
    int index = event.type().indexOf(name.text());
    if (index < 0) {
      if (!event.incomplete()) {
        diagnostics.report(
            Code.BAD_TABLE,
            name.place(),
            "`" + event.name() + "`, which the table follows, has no field `" + name + "`",
            DidYouMean.hint(name.text(), event.fieldNames()));
      }
      return -1;
    }
    EventType.Field field = event.type().fields().get(index);
    if (field.type() == Simple.NULL || type == Simple.NULL) {
      return -1; // reported where it is declared
    }
    if (!field.type().equals(type)) {
      diagnostics.report(
          Code.BAD_TABLE,
          name.place(),
          "`" + name + "` is " + field.type() + " in `" + event.name() + "`, and " + type + " here",
          "a column has the type of the field that fills it");
      return -1;
    }
    if (field.nullable() && !nullable) {
      diagnostics.report(
          Code.BAD_TABLE,
          name.place(),
          "`" + name + "` can be null in `" + event.name() + "`, and not here",
          "write `" + name + " " + type + "?`");
      return -1;
    }
    return index;
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
