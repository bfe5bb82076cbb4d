package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Pattern.Greed;
import io.tripline.dsl.ir.Pattern.Link;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.PatternTree;
import io.tripline.dsl.syntax.PatternTree.Modifier;
import io.tripline.dsl.syntax.PatternTree.Quantifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks a pattern and makes its IR. */
final class PatternChecker {
  private final RuleSymbols symbols;
  private final GapChecker gaps;
  private final Diagnostics diagnostics;

  PatternChecker(RuleSymbols symbols, GapChecker gaps, Diagnostics diagnostics) {
    this.symbols = symbols;
    this.gaps = gaps;
    this.diagnostics = diagnostics;
  }

  /** The pattern, or null if it is wrong, which is reported. */
  @Nullable Pattern check(PatternTree pattern) {
    return switch (pattern) {
      case PatternTree.Variable(Name name) -> {
        VariableSymbol variable = symbols.variables().get(name.text());
        yield variable == null ? null : new Pattern.Single(variable.index(), name.place());
      }
      case PatternTree.Sequence sequence -> {
        List<Pattern> checked = all(sequence.parts());
        List<Link> links = gaps.links(sequence);
        yield checked == null || links == null
            ? null
            : new Pattern.Sequence(checked, links, sequence.place());
      }
      case PatternTree.Conjunction(var parts, var place) -> {
        List<Pattern> checked = all(parts);
        yield checked == null ? null : new Pattern.Conjunction(checked, place);
      }
      case PatternTree.Absence(var body, var place) -> {
        Pattern checked = check(body);
        yield checked instanceof Pattern.Single(int variable, var p)
            ? new Pattern.Absence(variable, place)
            : null;
      }
      case PatternTree.Alternation(var branches, var place) -> {
        List<Pattern> checked = all(branches);
        yield checked == null ? null : new Pattern.Alternation(checked, place);
      }
      case PatternTree.Repetition repetition -> repetition(repetition);
    };
  }

  private @Nullable List<Pattern> all(List<PatternTree> patterns) {
    List<@Nullable Pattern> checked = patterns.stream().map(this::check).toList();
    return Nulls.ifNone(checked);
  }

  private @Nullable Pattern repetition(PatternTree.Repetition repetition) {
    Pattern body = check(repetition.body());
    Quantifier quantifier = repetition.quantifier();
    Map<Modifier.Kind, Modifier> modifiers = modifiers(repetition.modifiers());
    if (quantifier == null) {
      Modifier first = repetition.modifiers().getFirst();
      diagnostics.report(
          Code.BAD_MODIFIER,
          first.place(),
          "`" + first.kind().word() + "` belongs behind a repetition",
          "such as `x+ " + first.kind().word() + "`");
      return null;
    }
    boolean good = quantifier(quantifier);
    List<Pattern.Until> until =
        modifiers.containsKey(Modifier.Kind.UNTIL)
            ? until(repetition, modifiers.get(Modifier.Kind.UNTIL).until())
            : List.of();
    warnIfOnce(quantifier, modifiers);
    if (body == null || !good || until == null) {
      return null;
    }
    return new Pattern.Repetition(
        body,
        (int) quantifier.min(),
        quantifier.max() == null ? Pattern.Repetition.UNBOUNDED : (int) (long) quantifier.max(),
        join(modifiers),
        greed(modifiers),
        until,
        repetition.place());
  }

  private boolean quantifier(Quantifier quantifier) {
    Long max = quantifier.max();
    if (max == null || max >= 1 && max >= quantifier.min()) {
      return true;
    }
    diagnostics.report(
        Code.BAD_QUANTIFIER,
        quantifier.place(),
        max == 0
            ? "a repetition takes one event at least"
            : "a repetition from " + quantifier.min() + " to " + max + " cannot be",
        max == 0 ? null : "write `{" + max + "," + quantifier.min() + "}`");
    return false;
  }

  /** One of each kind; contradictions are reported, and the first word stands. */
  private Map<Modifier.Kind, Modifier> modifiers(List<Modifier> written) {
    Map<Modifier.Kind, Modifier> modifiers = new EnumMap<>(Modifier.Kind.class);
    for (Modifier modifier : written) {
      Modifier.Kind kind = modifier.kind();
      Modifier.Kind opposite =
          switch (kind) {
            case CONSECUTIVE -> Modifier.Kind.ANY;
            case ANY -> Modifier.Kind.CONSECUTIVE;
            case GREEDY -> Modifier.Kind.RELUCTANT;
            case RELUCTANT -> Modifier.Kind.GREEDY;
            case UNTIL -> Modifier.Kind.UNTIL;
          };
      Modifier first = modifiers.getOrDefault(kind, modifiers.get(opposite));
      if (first != null) {
        diagnostics.report(
            Code.BAD_MODIFIER,
            modifier.place(),
            first.kind() == kind
                ? "`" + kind.word() + "` is given twice"
                : "`" + kind.word() + "` contradicts `" + first.kind().word() + "`",
            null,
            new Related(first.place(), "it stands here first"));
      }
      modifiers.putIfAbsent(kind, modifier);
    }
    return modifiers;
  }

  private void warnIfOnce(Quantifier quantifier, Map<Modifier.Kind, Modifier> modifiers) {
    if (quantifier.max() == null || quantifier.max() != 1) {
      return;
    }
    for (Modifier.Kind kind : List.of(Modifier.Kind.CONSECUTIVE, Modifier.Kind.ANY)) {
      Modifier modifier = modifiers.get(kind);
      if (modifier != null) {
        diagnostics.report(
            Code.SAYS_NOTHING,
            modifier.place(),
            "`" + kind.word() + "` says nothing where there is one repetition at most");
      }
    }
  }

  private static Arrow join(Map<Modifier.Kind, Modifier> modifiers) {
    if (modifiers.containsKey(Modifier.Kind.CONSECUTIVE)) {
      return Arrow.NEXT;
    }
    return modifiers.containsKey(Modifier.Kind.ANY) ? Arrow.FOLLOWED_BY_ANY : Arrow.FOLLOWED_BY;
  }

  private static Greed greed(Map<Modifier.Kind, Modifier> modifiers) {
    if (modifiers.containsKey(Modifier.Kind.GREEDY)) {
      return Greed.GREEDY;
    }
    return modifiers.containsKey(Modifier.Kind.RELUCTANT) ? Greed.RELUCTANT : Greed.NONE;
  }

  /** The condition once for each event type of the loop; null if it is wrong for one. */
  private @Nullable List<Pattern.Until> until(
      PatternTree.Repetition loop, @Nullable Expression condition) {
    PatternReach reach = symbols.reach();
    if (condition == null || reach == null) {
      return null;
    }
    Map<String, EventSymbol> types = new LinkedHashMap<>();
    for (Name name : PatternVariables.taken(loop.body())) {
      VariableSymbol variable = symbols.variables().get(name.text());
      if (variable == null || variable.event() == null) {
        return null;
      }
      types.putIfAbsent(variable.event().name(), variable.event());
    }
    BitSet reached = reach.atEndOf(loop);
    List<Pattern.Until> until = new ArrayList<>();
    for (EventSymbol event : types.values()) {
      Expr checked =
          new ExpressionChecker(Scope.until(symbols, event, reached), diagnostics)
              .condition(condition);
      if (checked == null) {
        return null; // once is enough
      }
      EventType type = event.type();
      until.add(new Pattern.Until(type, checked));
    }
    return until;
  }
}
