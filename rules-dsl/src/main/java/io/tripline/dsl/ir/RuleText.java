package io.tripline.dsl.ir;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * The clauses of a rule in the words of the language, as {@link ExprText} shows expressions.
 *
 * <p>Pure functions; thread-safe.
 */
public final class RuleText {
  private RuleText() {}

  /** What holds a pattern together, from loose to tight. */
  private enum Tie {
    EITHER,
    SEQUENCE,
    BOTH,
    REPETITION,
    WHOLE
  }

  /** {@code probe{3,} -> hit within 10m}. */
  public static String pattern(Rule rule) {
    String text = text(rule.pattern(), rule, Tie.EITHER);
    return rule.withinMillis() == Rule.NO_BOUND
        ? text
        : text + " within " + ExprText.duration(rule.withinMillis());
  }

  private static String text(Pattern pattern, Rule rule, Tie needed) {
    String text = bare(pattern, rule);
    return tie(pattern).compareTo(needed) < 0 ? "(" + text + ")" : text;
  }

  private static Tie tie(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Alternation p -> Tie.EITHER;
      case Pattern.Sequence p -> Tie.SEQUENCE;
      case Pattern.Conjunction p -> Tie.BOTH;
      case Pattern.Repetition p -> Tie.REPETITION;
      case Pattern.Absence p -> Tie.REPETITION;
      case Pattern.Single p -> Tie.WHOLE;
    };
  }

  private static String bare(Pattern pattern, Rule rule) {
    return switch (pattern) {
      case Pattern.Single p -> variable(rule, p.variable());
      case Pattern.Absence p -> "not " + variable(rule, p.variable());
      case Pattern.Alternation p ->
          p.branches().stream()
              .map(b -> text(b, rule, Tie.SEQUENCE))
              .collect(Collectors.joining(" | "));
      case Pattern.Conjunction p ->
          p.parts().stream()
              .map(b -> text(b, rule, Tie.REPETITION))
              .collect(Collectors.joining(" & "));
      case Pattern.Sequence p -> {
        StringBuilder text = new StringBuilder(text(p.parts().getFirst(), rule, Tie.BOTH));
        for (int i = 1; i < p.parts().size(); i++) {
          text.append(' ').append(link(p.links().get(i - 1)));
          text.append(' ').append(text(p.parts().get(i), rule, Tie.BOTH));
        }
        yield text.toString();
      }
      case Pattern.Repetition p -> repetition(p, rule);
    };
  }

  private static String repetition(Pattern.Repetition p, Rule rule) {
    StringBuilder text = new StringBuilder(text(p.body(), rule, Tie.WHOLE));
    text.append(quantifier(p.min(), p.max()));
    switch (p.join()) {
      case NEXT -> text.append(" consecutive");
      case FOLLOWED_BY -> {}
      case FOLLOWED_BY_ANY -> text.append(" any");
    }
    switch (p.greed()) {
      case NONE -> {}
      case GREEDY -> text.append(" greedy");
      case RELUCTANT -> text.append(" reluctant");
    }
    if (!p.until().isEmpty()) {
      text.append(" until ").append(until(p.until(), rule));
    }
    return text.toString();
  }

  private static String quantifier(int min, int max) {
    if (max == Pattern.Repetition.UNBOUNDED) {
      return min == 0 ? "*" : min == 1 ? "+" : "{" + min + ",}";
    }
    if (min == max) {
      return "{" + min + "}";
    }
    return min == 0 ? max == 1 ? "?" : "{," + max + "}" : "{" + min + "," + max + "}";
  }

  /** The condition that ends a repetition; it is written once, for all types. */
  public static String until(List<Pattern.Until> until, Rule rule) {
    Pattern.Until any = until.getFirst();
    return ExprText.ofEvent(rule, any.type()).of(any.condition());
  }

  /** {@code ->}, {@code -> [1m..5m]}. */
  public static String link(Pattern.Link link) {
    Pattern.Gap gap = link.gap();
    return gap == null ? link.arrow().toString() : link.arrow() + " " + bound(gap);
  }

  /** {@code [5m]}, {@code [1m..5m]}. */
  public static String bound(Pattern.Gap gap) {
    String least = gap.leastMillis() == 0 ? "" : ExprText.duration(gap.leastMillis()) + "..";
    return "[" + least + ExprText.duration(gap.mostMillis()) + "]";
  }

  private static String variable(Rule rule, int index) {
    return ExprText.name(rule.variables().get(index).name());
  }

  /** {@code Payment where amount > 100}; without the {@code where} if there is no condition. */
  public static String definition(Rule rule, Variable variable) {
    String type = ExprText.name(variable.type().name());
    return variable.condition() == null
        ? type
        : type + " where " + ExprText.ofCondition(rule, variable).of(variable.condition());
  }

  /** {@code by card}, {@code by Payment.card, CardBlocked.pan}, {@code by none}. */
  public static String key(Rule rule) {
    Key key = rule.key();
    if (key.names().isEmpty()) {
      return "by none";
    }
    List<EventType> types = key.sources().stream().map(Key.Source::type).toList();
    List<EventType> named = rule.variables().stream().map(Variable::type).distinct().toList();
    boolean same = key.sources().stream().allMatch(source -> names(source, "").equals(key.names()));
    if (same && types.equals(named)) {
      return "by " + together(key.names().stream().map(ExprText::name).toList());
    }
    StringJoiner sources = new StringJoiner(", ", "by ", "");
    for (Key.Source source : key.sources()) {
      sources.add(together(names(source, ExprText.name(source.type().name()) + ".")));
    }
    return sources.toString();
  }

  private static List<String> names(Key.Source source, String prefix) {
    return source.fields().stream()
        .map(f -> source.type().fields().get(f).name())
        .map(name -> prefix.isEmpty() ? name : prefix + ExprText.name(name))
        .toList();
  }

  private static String together(List<String> parts) {
    return parts.size() == 1 ? parts.getFirst() : "(" + String.join(", ", parts) + ")";
  }

  /**
   * {@code skip past last}, {@code skip to first login limit 1000}; the limit is there wherever one
   * event can complete several matches, also where the rule does not name it.
   */
  public static String skip(Rule rule) {
    String limit = " limit " + rule.matchLimit();
    return switch (rule.skip()) {
      case Skip.None() -> "skip none" + limit;
      case Skip.ToNext() -> "skip to next" + limit;
      case Skip.PastLast() -> "skip past last";
      case Skip.ToFirst(int variable) -> "skip to first " + variable(rule, variable) + limit;
      case Skip.ToLast(int variable) -> "skip to last " + variable(rule, variable) + limit;
    };
  }
}
