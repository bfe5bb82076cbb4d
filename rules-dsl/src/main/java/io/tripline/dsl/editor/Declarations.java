package io.tripline.dsl.editor;

import io.tripline.dsl.syntax.EventDeclaration;
import io.tripline.dsl.syntax.EventDeclaration.FieldDeclaration;
import io.tripline.dsl.syntax.EventDeclaration.TypeName;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.FeatureDeclaration;
import io.tripline.dsl.syntax.FileTree;
import io.tripline.dsl.syntax.ListDeclaration;
import io.tripline.dsl.syntax.TableDeclaration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the files of a rule set declare, by name; of two with the same name the first. */
record Declarations(
    Map<String, EventDeclaration> events,
    Map<String, FeatureDeclaration> features,
    Map<String, ListDeclaration> lists,
    Map<String, TableDeclaration> tables) {

  static Declarations of(List<FileTree> files) {
    Declarations all =
        new Declarations(
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    for (FileTree file : files) {
      file.events().forEach(e -> all.events.putIfAbsent(e.name().text(), e));
      file.features().forEach(f -> all.features.putIfAbsent(f.name().text(), f));
      file.lists().forEach(l -> all.lists.putIfAbsent(l.name().text(), l));
      file.tables().forEach(t -> all.tables.putIfAbsent(t.name().text(), t));
    }
    return all;
  }

  Optional<FieldDeclaration> field(String event, String name) {
    EventDeclaration declared = events.get(event);
    return declared == null
        ? Optional.empty()
        : declared.fields().stream().filter(f -> f.name().text().equals(name)).findFirst();
  }

  Optional<FieldDeclaration> column(String table, String name) {
    TableDeclaration declared = tables.get(table);
    return declared == null
        ? Optional.empty()
        : declared.columns().stream().filter(c -> c.name().text().equals(name)).findFirst();
  }

  /** The names of the values of an enum field or column; empty for any other symbol. */
  List<String> values(Symbol symbol) {
    return TypeText.values(type(symbol)).stream().map(EventDeclaration.Argument::text).toList();
  }

  private @Nullable TypeName type(Symbol symbol) {
    Optional<FieldDeclaration> declared =
        switch (symbol.kind()) {
          case FIELD -> field(symbol.scope(), symbol.name());
          case COLUMN -> column(symbol.scope(), symbol.name());
          default -> Optional.empty();
        };
    if (declared.isPresent()) {
      return declared.get().type();
    }
    TableDeclaration table =
        symbol.kind() == Symbol.Kind.COLUMN ? tables.get(symbol.scope()) : null;
    return table != null && table.key().text().equals(symbol.name()) ? table.keyType() : null;
  }

  /** The fields whose values a feature can have: those in its aggregate's arguments. */
  List<Symbol> fieldsOfFeature(String name) {
    FeatureDeclaration feature = features.get(name);
    return feature != null && feature.aggregate() instanceof Expression.Call call
        ? call.arguments().stream()
            .filter(Expression.Member.class::isInstance)
            .map(Expression.Member.class::cast)
            .map(m -> Symbol.field(m.owner().text(), m.field().text()))
            .toList()
        : List.of();
  }

  /** The key of a table, as a column; none of a table that is not declared. */
  List<Symbol> key(String table) {
    TableDeclaration declared = tables.get(table);
    return declared == null ? List.of() : List.of(Symbol.column(table, declared.key().text()));
  }
}
