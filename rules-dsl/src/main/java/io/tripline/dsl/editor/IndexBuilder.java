package io.tripline.dsl.editor;

import io.tripline.dsl.ParsedFile;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.syntax.EventDeclaration;
import io.tripline.dsl.syntax.EventDeclaration.FieldDeclaration;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.FeatureDeclaration;
import io.tripline.dsl.syntax.FileTree;
import io.tripline.dsl.syntax.KeyTree;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.RuleDeclaration;
import io.tripline.dsl.syntax.TableDeclaration;
import io.tripline.dsl.syntax.TestDeclaration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the index of a rule set from the trees of its files. */
final class IndexBuilder implements ExpressionIndexer.Sink {
  private final Declarations declarations;
  private final Map<String, SourceText> texts;
  private final SymbolIndex index;
  private final ExpressionIndexer expressions;

  /** By name; of two with the same name the first. */
  private final Map<String, RuleIndexer> rules = new HashMap<>();

  private IndexBuilder(Declarations declarations, Map<String, SourceText> texts) {
    this.declarations = declarations;
    this.texts = texts;
    this.index = new SymbolIndex(declarations);
    this.expressions = new ExpressionIndexer(declarations, this);
  }

  /**
   * The index of these files.
   *
   * @param texts by the files' names
   */
  static SymbolIndex build(List<ParsedFile> files, Map<String, SourceText> texts) {
    List<FileTree> trees = files.stream().map(ParsedFile::tree).toList();
    IndexBuilder builder = new IndexBuilder(Declarations.of(trees), texts);
    for (ParsedFile file : files) {
      builder.declarations(file.tree());
    }
    for (ParsedFile file : files) {
      builder.rules(file);
    }
    trees.forEach(tree -> tree.tests().forEach(builder::test));
    builder.index.sort();
    return builder.index;
  }

  // ---- what is found goes here

  void declare(Symbol symbol, Name name, @Nullable String type, String note, @Nullable String doc) {
    Span span = span(name.place());
    index.add(new Occurrence(symbol, span, true));
    index.add(new SymbolInfo(symbol, span, line(name.place()), type, note, doc));
  }

  @Override
  public void use(Symbol symbol, Name name) {
    use(symbol, name.place());
  }

  @Override
  public void use(Symbol symbol, Place place) {
    index.add(new Occurrence(symbol, span(place), false));
  }

  @Override
  public void unresolved(Name name) {
    index.addUnresolved(name);
  }

  void event(Name type) {
    if (declarations.events().containsKey(type.text())) {
      use(Symbol.event(type.text()), type);
    } else {
      unresolved(type);
    }
  }

  /** A field of each of these types that has it; answers the fields. */
  List<Symbol> field(List<String> types, Name name) {
    List<Symbol> fields =
        types.stream()
            .filter(type -> declarations.field(type, name.text()).isPresent())
            .map(type -> Symbol.field(type, name.text()))
            .toList();
    fields.forEach(field -> use(field, name));
    if (fields.isEmpty()) {
      unresolved(name);
    }
    return fields;
  }

  private Span span(Place place) {
    SourceText text = texts.get(place.file());
    return text == null ? new Span(place.file(), 0, 0) : text.span(place);
  }

  private String line(Place place) {
    SourceText text = texts.get(place.file());
    return text == null ? "" : text.line(place).strip();
  }

  // ---- declarations

  private void declarations(FileTree tree) {
    tree.events().forEach(this::event);
    tree.features().forEach(this::feature);
    tree.lists()
        .forEach(
            list ->
                declare(
                    new Symbol(Symbol.Kind.LIST, "", list.name().text()),
                    list.name(),
                    "list of " + TypeText.of(list.element()),
                    "",
                    list.doc()));
    tree.tables().forEach(this::table);
  }

  private void event(EventDeclaration event) {
    String name = event.name().text();
    declare(Symbol.event(name), event.name(), null, "", event.doc());
    event.fields().forEach(field -> declare(Symbol.field(name, field.name().text()), field));
  }

  private void declare(Symbol symbol, FieldDeclaration field) {
    declare(symbol, field.name(), TypeText.of(field), "", null);
    values(symbol, field.type());
  }

  private void values(Symbol symbol, EventDeclaration.@Nullable TypeName type) {
    for (EventDeclaration.Argument value : TypeText.values(type)) {
      Name name = new Name(value.text(), value.place());
      declare(Symbol.enumValue(symbol, value.text()), name, TypeText.of(type), "", null);
    }
  }

  private void table(TableDeclaration table) {
    String name = table.name().text();
    declare(new Symbol(Symbol.Kind.TABLE, "", name), table.name(), null, "", table.doc());
    String keyType = table.keyType() == null ? "string" : TypeText.of(table.keyType());
    Symbol key = Symbol.column(name, table.key().text());
    declare(key, table.key(), keyType, "The key.", null);
    values(key, table.keyType());
    if (table.from() != null) {
      event(table.from());
    }
    table.columns().forEach(column -> declare(Symbol.column(name, column.name().text()), column));
  }

  private void feature(FeatureDeclaration feature) {
    Symbol symbol = new Symbol(Symbol.Kind.FEATURE, "", feature.name().text());
    declare(symbol, feature.name(), null, "", feature.doc());
    Set<String> types = new LinkedHashSet<>();
    typesOf(feature.aggregate(), types);
    for (KeyTree.Item item : feature.key().items()) {
      for (KeyTree.Part part : item.parts()) {
        if (part.type() != null) {
          types.add(part.type().text());
        }
      }
    }
    ExpressionScope scope = new ExpressionScope("", List.copyOf(types), Map.of(), Set.of());
    expressions.index(feature.aggregate(), scope);
    expressions.index(feature.window(), scope);
    for (KeyTree.Item item : feature.key().items()) {
      for (KeyTree.Part part : item.parts()) {
        if (part.type() != null) {
          event(part.type());
        }
        field(part.type() == null ? List.copyOf(types) : List.of(part.type().text()), part.field());
      }
    }
  }

  /** The event types that a feature's aggregate names. */
  private void typesOf(Expression expression, Set<String> found) {
    switch (expression) {
      case Expression.Member member -> found.add(member.owner().text());
      case Expression.Bare(Name name) -> {
        if (declarations.events().containsKey(name.text())) {
          found.add(name.text());
        }
      }
      case Expression.Call call -> call.arguments().forEach(a -> typesOf(a, found));
      case Expression.Arithmetic arithmetic -> {
        typesOf(arithmetic.left(), found);
        typesOf(arithmetic.right(), found);
      }
      case Expression.Negate negate -> typesOf(negate.operand(), found);
      default -> {}
    }
  }

  private void rules(ParsedFile file) {
    int number = 0;
    for (RuleDeclaration rule : file.tree().rules()) {
      String name = rule.name().text();
      declare(new Symbol(Symbol.Kind.RULE, "", name), rule.name(), null, "", rule.doc());
      String id = file.file().name() + "#" + number++;
      RuleIndexer indexer = new RuleIndexer(rule, id, declarations, this);
      index.addRule(name, id);
      rules.putIfAbsent(name, indexer);
      indexer.index();
    }
  }

  // ---- tests

  private void test(TestDeclaration test) {
    rule(test.rule());
    for (TestDeclaration.Part part : test.parts()) {
      switch (part) {
        case TestDeclaration.Given given -> given(given);
        case TestDeclaration.GivenParam given -> {
          RuleIndexer tested = rules.get(test.rule().text());
          if (tested == null || !tested.scope().parameters().contains(given.name().text())) {
            unresolved(given.name());
          } else {
            use(tested.scope().parameter(given.name().text()), given.name());
          }
        }
        case TestDeclaration.ExpectAlert expected -> {
          RuleIndexer rule = rule(expected.rule());
          expected.values().forEach(value -> expected(value.name(), rule));
        }
        case TestDeclaration.ExpectNoAlert _,
            TestDeclaration.ExpectDecision _,
            TestDeclaration.ExpectNoDecision _ -> {}
      }
    }
  }

  private void given(TestDeclaration.Given given) {
    String name = given.name().text();
    if (declarations.lists().containsKey(name)) {
      use(new Symbol(Symbol.Kind.LIST, "", name), given.name());
      return;
    }
    boolean table = declarations.tables().containsKey(name);
    if (table) {
      use(new Symbol(Symbol.Kind.TABLE, "", name), given.name());
    } else {
      event(given.name());
    }
    for (TestDeclaration.Cell cell : given.header()) {
      Name column = new Name(cell.text(), cell.place());
      if (!table) {
        field(List.of(name), column);
      } else if (declarations.column(name, column.text()).isPresent()) {
        use(Symbol.column(name, column.text()), column);
      } else {
        unresolved(column);
      }
    }
  }

  private @Nullable RuleIndexer rule(Name name) {
    RuleIndexer rule = rules.get(name.text());
    if (rule == null) {
      unresolved(name);
    } else {
      use(new Symbol(Symbol.Kind.RULE, "", name.text()), name);
    }
    return rule;
  }

  /** A variable of the rule, or a value of its alert. */
  private void expected(Name name, @Nullable RuleIndexer rule) {
    if (rule != null && rule.hasVariable(name.text())) {
      use(rule.scope().variable(name.text()), name);
    } else if (rule != null && rule.hasAlertValue(name.text())) {
      use(new Symbol(Symbol.Kind.ALERT_VALUE, rule.scope().rule(), name.text()), name);
    }
  }
}
