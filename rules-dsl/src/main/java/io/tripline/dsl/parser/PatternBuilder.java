package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.parser.TriplineParser.*;
import io.tripline.dsl.syntax.PatternTree;
import io.tripline.dsl.syntax.PatternTree.Modifier;
import io.tripline.dsl.syntax.PatternTree.Quantifier;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Makes patterns from the parse tree. */
final class PatternBuilder {
  private final Places places;
  private final Diagnostics diagnostics;
  private final ExpressionBuilder expressions;

  PatternBuilder(Places places, Diagnostics diagnostics, ExpressionBuilder expressions) {
    this.places = places;
    this.diagnostics = diagnostics;
    this.expressions = expressions;
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
    List<Arrow> arrows = new ArrayList<>();
    for (LinkContext link : context.link()) {
      if (link.gap() != null) {
        expressions.planned(places.of(link.gap()), "a bound on an arrow (`[5m]`)");
      }
      arrows.add(
          link.NEXT_TO() != null
              ? Arrow.NEXT
              : link.FOLLOWED_BY() != null ? Arrow.FOLLOWED_BY : Arrow.FOLLOWED_BY_ANY);
    }
    return new PatternTree.Sequence(parts, arrows, places.of(context));
  }

  private PatternTree conjunction(ConjunctionContext context) {
    List<PatternTree> steps = context.step().stream().map(this::step).toList();
    if (steps.size() > 1) {
      expressions.planned(places.of(context), "`&` in a pattern");
      return new PatternTree.Planned(steps, places.of(context));
    }
    return steps.getFirst();
  }

  private PatternTree step(StepContext context) {
    if (context instanceof AbsenceContext absence) {
      expressions.planned(places.of(absence), "`not` in a pattern");
      return new PatternTree.Planned(List.of(step(absence.step())), places.of(absence));
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
