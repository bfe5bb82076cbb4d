package io.tripline.dsl.editor;

import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.WindowTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what the names in expressions mean, as the checker does: a field wins over an enum value,
 * that over a parameter, that over a feature.
 */
final class ExpressionIndexer {
  private final Declarations declarations;
  private final Sink sink;

  /** Where meanings go. */
  interface Sink {
    void use(Symbol symbol, Name name);

    void unresolved(Name name);

    /** A use that has a place and no name of its own. */
    void use(Symbol symbol, io.tripline.dsl.ir.Place place);
  }

  ExpressionIndexer(Declarations declarations, Sink sink) {
    this.declarations = declarations;
    this.sink = sink;
  }

  void index(Expression expression, ExpressionScope scope) {
    index(expression, scope, List.of());
  }

  /**
   * @param beside the enum fields that the expression is compared with: a bare name can be one of
   *     their values
   */
  void index(Expression expression, ExpressionScope scope, List<Symbol> beside) {
    switch (expression) {
      case Expression.Bare bare -> bare(bare.name(), scope, beside);
      case Expression.Member member -> member(member, scope);
      case Expression.Call call -> call(call, scope, beside);
      case Expression.Negate negate -> index(negate.operand(), scope);
      case Expression.Arithmetic arithmetic -> {
        index(arithmetic.left(), scope);
        index(arithmetic.right(), scope);
      }
      case Expression.Comparison comparison -> {
        index(comparison.left(), scope, enumFields(comparison.right(), scope));
        index(comparison.right(), scope, enumFields(comparison.left(), scope));
      }
      case Expression.Logical logical -> logical.operands().forEach(o -> index(o, scope));
      case Expression.Not not -> index(not.operand(), scope);
      case Expression.In in -> {
        index(in.operand(), scope);
        List<Symbol> fields = enumFields(in.operand(), scope);
        in.options().forEach(o -> index(o, scope, fields));
      }
      case Expression.InList in -> {
        index(in.operand(), scope);
        known(
            declarations.lists().containsKey(in.list().text()),
            new Symbol(Symbol.Kind.LIST, "", in.list().text()),
            in.list());
      }
      case Expression.Between between -> {
        index(between.operand(), scope);
        index(between.low(), scope);
        index(between.high(), scope);
      }
      case Expression.Like like -> {
        index(like.operand(), scope);
        index(like.pattern(), scope);
      }
      case Expression.Matches matches -> {
        index(matches.operand(), scope);
        index(matches.regex(), scope);
      }
      case Expression.IsNull isNull -> index(isNull.operand(), scope);
      case Expression.Case choice -> choice(choice, scope, beside);
      case Expression.Lookup lookup -> lookup(lookup, scope);
      case Expression.IntegerLiteral _,
          Expression.DecimalLiteral _,
          Expression.TextLiteral _,
          Expression.BooleanLiteral _,
          Expression.NullLiteral _,
          Expression.DurationLiteral _,
          Expression.QuantityLiteral _,
          Expression.TimestampLiteral _,
          Expression.Broken _ -> {}
    }
  }

  /** A duration that may be a parameter. */
  void index(Clause.Duration duration, ExpressionScope scope) {
    String name = duration.parameter();
    if (name != null && scope.parameters().contains(name)) {
      sink.use(scope.parameter(name), duration.place());
    }
  }

  void index(WindowTree window, ExpressionScope scope) {
    switch (window) {
      case WindowTree.Sliding sliding -> {
        index(sliding.length(), scope);
        if (sliding.delay() != null) {
          index(sliding.delay(), scope);
        }
        if (sliding.pane() != null) {
          index(sliding.pane(), scope);
        }
      }
      case WindowTree.Session session -> index(session.gap(), scope);
      case WindowTree.LastEvents _, WindowTree.Calendar _ -> {}
    }
  }

  private void bare(Name name, ExpressionScope scope, List<Symbol> beside) {
    String text = name.text();
    List<String> types =
        scope.tested().stream().filter(t -> declarations.field(t, text).isPresent()).toList();
    List<Symbol> values =
        beside.stream().filter(f -> declarations.values(f).contains(text)).toList();
    if (!types.isEmpty()) {
      types.forEach(type -> sink.use(Symbol.field(type, text), name));
    } else if (!values.isEmpty()) {
      values.forEach(field -> sink.use(Symbol.enumValue(field, text), name));
    } else if (scope.parameters().contains(text)) {
      sink.use(scope.parameter(text), name);
    } else if (declarations.features().containsKey(text)) {
      sink.use(new Symbol(Symbol.Kind.FEATURE, "", text), name);
    } else if (scope.variables().containsKey(text)) {
      sink.use(scope.variable(text), name);
    } else if (scope.rule().isEmpty() && declarations.events().containsKey(text)) {
      sink.use(Symbol.event(text), name);
    } else {
      sink.unresolved(name);
    }
  }

  private void member(Expression.Member member, ExpressionScope scope) {
    String owner = member.owner().text();
    List<String> types;
    if (scope.variables().containsKey(owner)) {
      sink.use(scope.variable(owner), member.owner());
      String type = scope.variables().get(owner);
      types = type == null ? List.of() : List.of(type);
    } else if (owner.equals("this")) {
      types = scope.tested();
    } else if (scope.rule().isEmpty() && declarations.events().containsKey(owner)) {
      sink.use(Symbol.event(owner), member.owner());
      types = List.of(owner);
    } else {
      sink.unresolved(member.owner());
      return;
    }
    String field = member.field().text();
    List<String> having =
        types.stream().filter(t -> declarations.field(t, field).isPresent()).toList();
    having.forEach(type -> sink.use(Symbol.field(type, field), member.field()));
    if (having.isEmpty()) {
      sink.unresolved(member.field());
    }
  }

  private void call(Expression.Call call, ExpressionScope scope, List<Symbol> beside) {
    boolean overVariable =
        call.window() == null && AggregateFunction.find(call.function().text()).isPresent();
    List<Symbol> siblings = new ArrayList<>(beside);
    call.arguments().forEach(argument -> siblings.addAll(enumFields(argument, scope)));
    for (Expression argument : call.arguments()) {
      if (overVariable
          && argument instanceof Expression.Bare(Name name)
          && scope.variables().containsKey(name.text())) {
        sink.use(scope.variable(name.text()), name);
      } else {
        index(argument, scope, siblings);
      }
    }
    if (call.where() != null) {
      index(call.where(), scope);
    }
    if (call.window() != null) {
      index(call.window(), scope);
    }
  }

  private void choice(Expression.Case choice, ExpressionScope scope, List<Symbol> beside) {
    choice
        .branches()
        .forEach(
            branch -> {
              index(branch.condition(), scope);
              index(branch.result(), scope, beside);
            });
    if (choice.otherwise() != null) {
      index(choice.otherwise(), scope, beside);
    }
  }

  private void lookup(Expression.Lookup lookup, ExpressionScope scope) {
    String table = lookup.table().text();
    String column = lookup.column().text();
    known(
        declarations.tables().containsKey(table),
        new Symbol(Symbol.Kind.TABLE, "", table),
        lookup.table());
    index(lookup.key(), scope, declarations.key(table));
    known(
        declarations.column(table, column).isPresent(),
        Symbol.column(table, column),
        lookup.column());
  }

  private void known(boolean known, Symbol symbol, Name name) {
    if (known) {
      sink.use(symbol, name);
    } else {
      sink.unresolved(name);
    }
  }

  /** The fields and columns whose value an expression has. */
  List<Symbol> enumFields(Expression expression, ExpressionScope scope) {
    Set<Symbol> found = new LinkedHashSet<>();
    collect(expression, scope, found);
    return found.stream().filter(f -> !declarations.values(f).isEmpty()).toList();
  }

  private void collect(Expression expression, ExpressionScope scope, Set<Symbol> found) {
    switch (expression) {
      case Expression.Bare(Name name) -> {
        scope.tested().forEach(type -> found.add(Symbol.field(type, name.text())));
        found.addAll(declarations.fieldsOfFeature(name.text()));
      }
      case Expression.Member member -> {
        String type = scope.variables().get(member.owner().text());
        if (type != null) {
          found.add(Symbol.field(type, member.field().text()));
        } else if (member.owner().text().equals("this")) {
          scope.tested().forEach(t -> found.add(Symbol.field(t, member.field().text())));
        } else {
          found.add(Symbol.field(member.owner().text(), member.field().text()));
        }
      }
      case Expression.Call call -> call.arguments().forEach(a -> collect(a, scope, found));
      case Expression.Case choice -> {
        choice.branches().forEach(b -> collect(b.result(), scope, found));
        if (choice.otherwise() != null) {
          collect(choice.otherwise(), scope, found);
        }
      }
      case Expression.Lookup lookup ->
          found.add(Symbol.column(lookup.table().text(), lookup.column().text()));
      default -> {}
    }
  }
}
