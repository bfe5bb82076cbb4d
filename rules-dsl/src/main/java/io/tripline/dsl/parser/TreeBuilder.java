package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.parser.TriplineParser.*;
import io.tripline.dsl.syntax.EventDeclaration;
import io.tripline.dsl.syntax.EventDeclaration.Annotation;
import io.tripline.dsl.syntax.EventDeclaration.Argument;
import io.tripline.dsl.syntax.EventDeclaration.FieldDeclaration;
import io.tripline.dsl.syntax.EventDeclaration.TypeName;
import io.tripline.dsl.syntax.FeatureDeclaration;
import io.tripline.dsl.syntax.FileTree;
import io.tripline.dsl.syntax.ListDeclaration;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.RuleDeclaration;
import io.tripline.dsl.syntax.TableDeclaration;
import io.tripline.dsl.syntax.TestDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tree of a file from the parse tree. A context with an exception was given up by {@link
 * Recovery}: it is left out, and its parent says so.
 */
final class TreeBuilder {
  private static final Set<Integer> OTHER_DECLARATIONS =
      Set.of(
          TriplineLexer.RULE,
          TriplineLexer.FEATURE,
          TriplineLexer.LIST,
          TriplineLexer.TABLE,
          TriplineLexer.TEST);

  private final Places places;
  private final Diagnostics diagnostics;
  private final Recovery recovery;
  private final CommonTokenStream tokens;
  private final ExpressionBuilder expressions;
  private final ClauseBuilder clauses;
  private final TestBuilder testBuilder;

  private final List<EventDeclaration> events = new ArrayList<>();
  private final List<RuleDeclaration> rules = new ArrayList<>();
  private final List<FeatureDeclaration> features = new ArrayList<>();
  private final List<ListDeclaration> lists = new ArrayList<>();
  private final List<TableDeclaration> tables = new ArrayList<>();
  private final List<TestDeclaration> tests = new ArrayList<>();
  private boolean unreadable;
  private boolean eventUnreadable;

  TreeBuilder(Places places, Diagnostics diagnostics, Recovery recovery, CommonTokenStream tokens) {
    this.places = places;
    this.diagnostics = diagnostics;
    this.recovery = recovery;
    this.tokens = tokens;
    this.expressions = new ExpressionBuilder(places, diagnostics);
    this.clauses = new ClauseBuilder(places, diagnostics, recovery, expressions);
    this.testBuilder = new TestBuilder(places, diagnostics, expressions);
  }

  FileTree file(RuleSetContext context) {
    unreadable = recovery.damaged(context) || context.exception != null;
    eventUnreadable = unreadable;
    for (DeclarationContext declaration : context.declaration()) {
      if (declaration.exception != null || declaration.getChildCount() == 0) {
        unreadable = true;
        eventUnreadable |= !OTHER_DECLARATIONS.contains(declaration.getStart().getType());
      } else {
        declaration((ParserRuleContext) declaration.getChild(0));
      }
    }
    return new FileTree(events, features, lists, tables, rules, tests, unreadable, eventUnreadable);
  }

  private void declaration(ParserRuleContext context) {
    switch (context) {
      case EventDeclarationContext event -> event(event);
      case RuleDeclarationContext rule -> rule(rule);
      case FeatureDeclarationContext feature -> feature(feature);
      case ListDeclarationContext list ->
          lists.add(
              new ListDeclaration(expressions.name(list.name()), type(list.type()), doc(list)));
      case TableDeclarationContext table -> table(table);
      case TestDeclarationContext test ->
          tests.add(testBuilder.test(test, doc(test), recovery.damaged(test)));
      default -> throw new IllegalStateException(context.getClass().getName());
    }
  }

  private void feature(FeatureDeclarationContext context) {
    features.add(
        new FeatureDeclaration(
            expressions.name(context.name()),
            expressions.expression(context.expression()),
            clauses.key(context.key()),
            expressions.window(context.window()),
            doc(context)));
  }

  private void table(TableDeclarationContext context) {
    List<FieldDeclaration> columns = new ArrayList<>();
    boolean incomplete = fields(context.field(), columns) || recovery.damaged(context);
    tables.add(
        new TableDeclaration(
            expressions.name(context.name(0)),
            expressions.name(context.name(1)),
            context.type() == null ? null : type(context.type()),
            context.FROM() == null ? null : expressions.name(context.name(2)),
            columns,
            doc(context),
            incomplete));
  }

  private void event(EventDeclarationContext context) {
    List<FieldDeclaration> fields = new ArrayList<>();
    boolean incomplete = fields(context.field(), fields) || recovery.damaged(context);
    events.add(
        new EventDeclaration(expressions.name(context.name()), fields, doc(context), incomplete));
  }

  /** Adds the fields; true if one could not be read, not even its name. */
  private boolean fields(List<FieldContext> contexts, List<FieldDeclaration> fields) {
    boolean incomplete = false;
    for (FieldContext field : contexts) {
      if (field.name() == null || field.name().exception != null) {
        incomplete = true;
      } else if (field.exception != null) {
        fields.add(new FieldDeclaration(expressions.name(field.name()), null, false, List.of()));
      } else {
        fields.add(
            new FieldDeclaration(
                expressions.name(field.name()),
                type(field.type()),
                field.nullable != null,
                field.annotation().stream().map(this::annotation).toList()));
      }
    }
    return incomplete;
  }

  private TypeName type(TypeContext context) {
    List<Argument> arguments = new ArrayList<>();
    for (TypeArgumentContext argument : context.typeArgument()) {
      arguments.add(
          argument.name() != null ? named(argument.name()) : argument(argument.getStart()));
    }
    return new TypeName(expressions.name(context.name()), arguments, places.of(context));
  }

  private Annotation annotation(AnnotationContext context) {
    List<Argument> arguments = new ArrayList<>();
    for (AnnotationArgumentContext argument : context.annotationArgument()) {
      arguments.add(
          argument.name() != null ? named(argument.name()) : argument(argument.getStart()));
    }
    return new Annotation(expressions.name(context.name()), arguments, places.of(context));
  }

  private Argument named(NameContext context) {
    Name name = expressions.name(context);
    return new Argument(Argument.Kind.NAME, name.text(), name.place());
  }

  private Argument argument(Token token) {
    Place place = places.of(token);
    return switch (token.getType()) {
      case TriplineLexer.TEXT -> new Argument(Argument.Kind.TEXT, Text.of(token).string(), place);
      case TriplineLexer.DURATION -> {
        Long millis = Durations.millis(token, places, diagnostics);
        yield new Argument(
            Argument.Kind.DURATION, Long.toString(millis == null ? 0 : millis), place);
      }
      default -> new Argument(Argument.Kind.INTEGER, token.getText(), place);
    };
  }

  private void rule(RuleDeclarationContext context) {
    rules.add(
        new RuleDeclaration(
            expressions.name(context.name()),
            clauses.clauses(context.section()),
            doc(context),
            recovery.damaged(context) || clauses.anyGivenUp(context.section())));
  }

  /** The lines of {@code ///} right before a declaration. */
  private @Nullable String doc(ParserRuleContext context) {
    List<Token> hidden =
        tokens.getHiddenTokensToLeft(context.getStart().getTokenIndex(), TriplineLexer.HIDDEN);
    if (hidden == null) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    for (Token token : hidden) {
      if (token.getType() == TriplineLexer.DOC) {
        String line = token.getText().substring(3).stripTrailing();
        lines.add(line.startsWith(" ") ? line.substring(1) : line);
      } else if (token.getType() != TriplineLexer.BLANK) {
        lines.clear();
      }
    }
    return lines.isEmpty() ? null : String.join("\n", lines);
  }
}
