package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.parser.TriplineParser.*;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.PatternTree;
import io.tripline.dsl.syntax.PatternTree.Modifier;
import io.tripline.dsl.syntax.PatternTree.Quantifier;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Makes patterns from the parse tree. */
final class PatternBuilder {
  /** The most times that a pattern can name a variable. */
  static final int MOST_PARTS = 1_000;

  private final Places places;
  private final Diagnostics diagnostics;
  private final ExpressionBuilder expressions;

  PatternBuilder(Places places, Diagnostics diagnostics, ExpressionBuilder expressions) {
    this.places = places;
    this.diagnostics = diagnostics;
    this.expressions = expressions;
  }

  /** Whether a pattern has too many parts; it is not looked at further. */
  static boolean isTooLarge(@Nullable PatternContext context) {
    return context != null && parts(context) > MOST_PARTS;
  }

  private static int parts(ParserRuleContext context) {
    int parts = context instanceof RepetitionContext step && step.name() != null ? 1 : 0;
    if (context.children != null) {
      for (ParseTree child : context.children) {
        boolean holdsParts =
            child instanceof ParserRuleContext && !(child instanceof ModifierContext);
        parts += holdsParts ? parts((ParserRuleContext) child) : 0;
      }
    }
    return parts;
  }

  PatternTree pattern(PatternContext context) {
    List<PatternTree> branches = context.sequence().stream().map(this::sequence).toList();
    return branches.size() == 1
        ? branches.getFirst()
        : new PatternTree.Alternation(branches, places.of(context));
  }

  private PatternTree sequence(SequenceContext context) {
    List<PatternTree> parts = context.conjunction().stream().map(this::conjunction).toList();
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    List<PatternTree.Link> links = context.link().stream().map(this::link).toList();
    return new PatternTree.Sequence(parts, links, places.of(context));
  }

  private PatternTree.Link link(LinkContext context) {
    Arrow arrow =
        context.NEXT_TO() != null
            ? Arrow.NEXT
            : context.FOLLOWED_BY() != null ? Arrow.FOLLOWED_BY : Arrow.FOLLOWED_BY_ANY;
    return new PatternTree.Link(
        arrow, context.gap() == null ? null : gap(context.gap()), places.of(context.getStart()));
  }

  private PatternTree.Gap gap(GapContext context) {
    List<DurationContext> bounds = context.duration();
    Clause.Duration first = expressions.duration(bounds.getFirst());
    return bounds.size() == 1
        ? new PatternTree.Gap(null, first, places.of(context))
        : new PatternTree.Gap(first, expressions.duration(bounds.get(1)), places.of(context));
  }

  private PatternTree conjunction(ConjunctionContext context) {
    List<PatternTree> steps = context.step().stream().map(this::step).toList();
    return steps.size() == 1
        ? steps.getFirst()
        : new PatternTree.Conjunction(steps, places.of(context));
  }

  private PatternTree step(StepContext context) {
    if (context instanceof AbsenceContext absence) {
      return new PatternTree.Absence(step(absence.step()), places.of(absence.getStart()));
    }
    RepetitionContext repetition = (RepetitionContext) context;
    PatternTree body =
        repetition.name() != null
            ? new PatternTree.Variable(expressions.name(repetition.name()))
            : pattern(repetition.pattern());
    Quantifier quantifier =
        repetition.quantifier() == null ? null : quantifier(repetition.quantifier());
    List<Modifier> modifiers = repetition.modifier().stream().map(this::modifier).toList();
    return quantifier == null && modifiers.isEmpty()
        ? body
        : new PatternTree.Repetition(body, quantifier, modifiers, places.of(context));
  }

  private Quantifier quantifier(QuantifierContext context) {
    List<TerminalNode> numbers = context.INTEGER();
    @Nullable Long first = numbers.isEmpty() ? null : number(numbers.getFirst());
    @Nullable Long second = numbers.size() < 2 ? null : number(numbers.get(1));
    long min;
    @Nullable Long max;
    switch (context.getStart().getType()) {
      case TriplineLexer.QUESTION -> {
        min = 0;
        max = 1L;
      }
      case TriplineLexer.STAR -> {
        min = 0;
        max = null;
      }
      case TriplineLexer.PLUS -> {
        min = 1;
        max = null;
      }
      default -> {
        boolean fromZero = context.getChild(1) == context.COMMA();
        min = fromZero || first == null ? 0 : first;
        max = fromZero || context.COMMA() == null ? first : second;
      }
    }
    return new Quantifier(min, max, places.of(context));
  }

  private long number(TerminalNode node) {
    String digits = node.getText();
    if (digits.equals(Tokens.UNREADABLE)) {
      return 1;
    }
    if (digits.length() > 9) {
      diagnostics.report(
          Code.BAD_QUANTIFIER, places.of(node.getSymbol()), "`" + digits + "` is too often");
      return 1;
    }
    return Long.parseLong(digits);
  }

  private Modifier modifier(ModifierContext context) {
    Modifier.Kind kind =
        switch (context.getStart().getType()) {
          case TriplineLexer.CONSECUTIVE -> Modifier.Kind.CONSECUTIVE;
          case TriplineLexer.ANY -> Modifier.Kind.ANY;
          case TriplineLexer.GREEDY -> Modifier.Kind.GREEDY;
          case TriplineLexer.RELUCTANT -> Modifier.Kind.RELUCTANT;
          default -> Modifier.Kind.UNTIL;
        };
    ExpressionContext until = context.expression();
    return new Modifier(
        kind, until == null ? null : expressions.expression(until), places.of(context.getStart()));
  }
}
