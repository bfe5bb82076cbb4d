package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.parser.TriplineParser.*;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Clause.Definition;
import io.tripline.dsl.syntax.Clause.Named;
import io.tripline.dsl.syntax.Clause.SkipTree;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.KeyTree;
import io.tripline.dsl.syntax.Name;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Makes the clauses of a rule from the parse tree. */
final class ClauseBuilder {
  private final Places places;
  private final Diagnostics diagnostics;
  private final Recovery recovery;
  private final ExpressionBuilder expressions;
  private final PatternBuilder patterns;

  ClauseBuilder(
      Places places, Diagnostics diagnostics, Recovery recovery, ExpressionBuilder expressions) {
    this.places = places;
    this.diagnostics = diagnostics;
    this.recovery = recovery;
    this.expressions = expressions;
    this.patterns = new PatternBuilder(places, diagnostics, expressions);
  }

  boolean anyGivenUp(List<SectionContext> contexts) {
    return contexts.stream().anyMatch(c -> c.exception != null || recovery.cut(c) || isTooLarge(c));
  }

  List<Clause> clauses(List<SectionContext> contexts) {
    contexts.stream().filter(ClauseBuilder::isTooLarge).forEach(this::reportTooLarge);
    return contexts.stream().filter(this::isReadable).map(this::clause).toList();
  }

  /** Of clauses with parts, the parts before the one that was cut are good. */
  private boolean isReadable(SectionContext context) {
    boolean hasParts =
        context instanceof DefineContext
            || context instanceof AlertContext
            || context instanceof TriggerContext trigger && trigger.when() != null;
    return context.exception == null
        && (hasParts || !recovery.cut(context))
        && !isTooLarge(context);
  }

  private static boolean isTooLarge(SectionContext context) {
    return context instanceof PatternSectionContext pattern
        && PatternBuilder.isTooLarge(pattern.pattern());
  }

  private void reportTooLarge(SectionContext context) {
    diagnostics.report(
        Code.TOO_LARGE,
        places.of(context.getStart()),
        "this pattern has more than " + PatternBuilder.MOST_PARTS + " parts",
        "a part that comes often is written once, as `x{20}`");
  }

  private Clause clause(SectionContext context) {
    Place place = places.of(context.getStart());
    return switch (context) {
      case TitleContext title ->
          new Clause.Title(Text.of(title.TEXT().getSymbol()).string(), place);
      case SeverityContext severity ->
          new Clause.SeverityClause(expressions.name(severity.name()), place);
      case TagsContext tags -> new Clause.Tags(tags.tag().stream().map(this::tag).toList(), place);
      case ParamContext param ->
          new Clause.Parameter(
              expressions.name(param.name()), expressions.expression(param.expression()), place);
      case ByContext by -> new Clause.By(key(by.key()), place);
      case TriggerContext trigger -> on(trigger, place);
      case PatternSectionContext pattern ->
          new Clause.PatternClause(
              patterns.pattern(pattern.pattern()),
              pattern.duration() == null ? null : duration(pattern.duration()),
              place);
      case DefineContext define -> define(define, place);
      case AfterMatchContext after ->
          new Clause.AfterMatch(skip(after.skip()), limit(after.INTEGER()), place);
      case AlertContext alert -> alert(alert, place);
      case EmitContext emit ->
          new Clause.Emit(
              expressions.name(emit.name()),
              emit.named().stream().map(this::named).toList(),
              place);
      case DecideContext decide -> new Clause.Decide(expressions.name(decide.name()), place);
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  private Name tag(TagContext context) {
    return context.name() != null
        ? expressions.name(context.name())
        : new Name(Text.of(context.getStart()).string(), places.of(context));
  }

  KeyTree key(KeyContext context) {
    List<KeyTree.Item> items = new ArrayList<>();
    for (KeyItemContext item : context.keyItem()) {
      List<KeyTree.Part> parts = new ArrayList<>();
      for (KeyPartContext part : item.keyPart()) {
        Name first = expressions.name(part.name(0));
        parts.add(
            part.name().size() == 1
                ? new KeyTree.Part(null, first)
                : new KeyTree.Part(first, expressions.name(part.name(1))));
      }
      items.add(new KeyTree.Item(parts, places.of(item)));
    }
    return new KeyTree(items, places.of(context));
  }

  private Clause on(TriggerContext context, Place place) {
    WhenContext when = context.when();
    Expression condition = null;
    if (when != null) {
      condition =
          when.exception != null || recovery.cut(context)
              ? new Expression.Broken(places.of(when))
              : expressions.expression(when.expression());
    }
    return new Clause.On(
        expressions.name(context.name()),
        context.key() == null ? null : key(context.key()),
        condition,
        place);
  }

  private Clause define(DefineContext context, Place place) {
    boolean unreadable = recovery.damaged(context);
    int last = context.definition().size() - 1;
    boolean lastIsCut = recovery.cut(context);
    unreadable |= lastIsCut;
    List<Definition> definitions = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      DefinitionContext definition = context.definition(i);
      List<NameContext> names = definition.name();
      if (names.isEmpty() || names.getFirst().exception != null) {
        unreadable = true;
      } else {
        boolean isCut = recovery.cut(definition) || i == last && lastIsCut;
        definitions.add(definition(definition, names, isCut));
      }
    }
    return new Clause.Define(definitions, unreadable, place);
  }

  private Definition definition(DefinitionContext context, List<NameContext> names, boolean cut) {
    @Nullable Name type =
        names.size() < 2 || names.get(1).exception != null ? null : expressions.name(names.get(1));
    @Nullable Expression condition = null;
    if (context.exception != null || cut) {
      condition = new Expression.Broken(places.of(context));
    } else if (context.expression() != null) {
      condition = expressions.expression(context.expression());
    }
    return new Definition(expressions.name(names.getFirst()), type, condition);
  }

  private SkipTree skip(SkipContext context) {
    if (context.NONE() != null && context.getChildCount() == 1) {
      return new SkipTree(SkipTree.Kind.NONE, null);
    }
    if (context.PAST() != null) {
      return new SkipTree(SkipTree.Kind.PAST_LAST, null);
    }
    if (context.name() == null) {
      return new SkipTree(SkipTree.Kind.NEXT, null);
    }
    return new SkipTree(
        context.FIRST() != null ? SkipTree.Kind.FIRST : SkipTree.Kind.LAST,
        expressions.name(context.name()));
  }

  private Clause.@Nullable MatchLimit limit(@Nullable TerminalNode number) {
    String digits = number == null ? Tokens.UNREADABLE : number.getText();
    if (number == null || digits.equals(Tokens.UNREADABLE)) {
      return null;
    }
    long most = digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    return new Clause.MatchLimit(most, places.of(number.getSymbol()));
  }

  private Clause alert(AlertContext context, Place place) {
    List<Expression> scores = new ArrayList<>();
    List<Named> with = new ArrayList<>();
    List<Clause.Duration> oncePer = new ArrayList<>();
    boolean unreadable = recovery.cut(context);
    for (AlertClauseContext clause : context.alertClause()) {
      if (clause.exception != null) {
        unreadable = true;
        continue;
      }
      switch (clause) {
        case ScoreContext score -> scores.add(expressions.expression(score.expression()));
        case WithContext named -> named.named().forEach(n -> with.add(named(n)));
        case OnceContext once -> oncePer.add(duration(once.duration()));
        default -> throw new IllegalStateException(clause.getClass().getName());
      }
    }
    return new Clause.Alert(
        TextBuilder.build(context.TEXT().getSymbol(), places, diagnostics),
        scores,
        with,
        oncePer,
        unreadable,
        place);
  }

  private Named named(NamedContext context) {
    return new Named(
        expressions.name(context.name()), expressions.expression(context.expression()));
  }

  private Clause.Duration duration(DurationContext context) {
    return expressions.duration(context);
  }
}
