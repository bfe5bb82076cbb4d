package io.tripline.dsl.check.logic;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Warns of branches of a pattern that are the same as another one, so that each of their matches is
 * a match of that one too.
 *
 * <p>Two variables are the same where they take the same events, by conditions that look at nothing
 * but the event, and nothing in the pattern looks at either of them. With {@code skip none} such a
 * second match counts, so there only the same variables are the same.
 */
final class DeadBranches {
  private final Function<Place, @Nullable String> parameters;
  private final Diagnostics diagnostics;

  /** For each variable the first one that is the same. */
  private final int[] same;

  private DeadBranches(
      Rule rule, Function<Place, @Nullable String> parameters, Diagnostics diagnostics) {
    this.parameters = parameters;
    this.diagnostics = diagnostics;
    this.same = same(rule);
  }

  static void check(
      Rule rule, Function<Place, @Nullable String> parameters, Diagnostics diagnostics) {
    new DeadBranches(rule, parameters, diagnostics).walk(rule.pattern());
  }

  private int[] same(Rule rule) {
    int[] same = new int[rule.variables().size()];
    BitSet lookedAt = new BitSet();
    rule.variables().forEach(v -> look(v.condition(), lookedAt));
    rule.pattern().conditions().forEach(c -> look(c, lookedAt));
    Map<String, Integer> first = new HashMap<>();
    for (Variable variable : rule.variables()) {
      int index = variable.index();
      boolean plain = !(rule.skip() instanceof Skip.None) && !lookedAt.get(index);
      String takes = plain ? takes(variable) : "variable " + index;
      same[index] = first.computeIfAbsent(takes, t -> index);
    }
    return same;
  }

  private static void look(@Nullable Expr condition, BitSet lookedAt) {
    if (condition != null) {
      condition.walk(
          e -> {
            switch (e) {
              case Expr.VariableField field -> lookedAt.set(field.variable());
              case Expr.Aggregate aggregate -> lookedAt.set(aggregate.variable());
              default -> {}
            }
          });
    }
  }

  private String takes(Variable variable) {
    Expr condition = variable.condition();
    return variable.type().name() + (condition == null ? "" : " where " + text(condition));
  }

  private String text(Expr condition) {
    return new Terms(Nullability.afterMatch(null, List.of()), parameters).text(condition);
  }

  private void walk(Pattern pattern) {
    if (pattern instanceof Pattern.Alternation either) {
      Map<String, Pattern> first = new HashMap<>();
      for (Pattern branch : flat(either, new ArrayList<>())) {
        Pattern before = first.putIfAbsent(text(branch), branch);
        if (before != null) {
          compare(before, branch);
        }
        branch.inner().forEach(this::walk);
      }
    } else {
      pattern.inner().forEach(this::walk);
    }
  }

  private static List<Pattern> flat(Pattern.Alternation either, List<Pattern> branches) {
    for (Pattern branch : either.branches()) {
      if (branch instanceof Pattern.Alternation inner) {
        flat(inner, branches);
      } else {
        branches.add(branch);
      }
    }
    return branches;
  }

  /** Of two branches that are the same, the one with the earlier variables is chosen. */
  private void compare(Pattern one, Pattern other) {
    int[] ofOne = variables(one).toArray();
    int[] ofOther = variables(other).toArray();
    boolean oneIsEarlier = true;
    boolean otherIsEarlier = true;
    for (int i = 0; i < ofOne.length; i++) {
      oneIsEarlier &= ofOne[i] <= ofOther[i];
      otherIsEarlier &= ofOne[i] >= ofOther[i];
    }
    if (oneIsEarlier) {
      report(other, one);
    } else if (otherIsEarlier) {
      report(one, other);
    }
  }

  private static IntStream variables(Pattern pattern) {
    return pattern instanceof Pattern.Single single
        ? IntStream.of(single.variable())
        : pattern.inner().stream().flatMapToInt(DeadBranches::variables);
  }

  private void report(Pattern branch, Pattern chosen) {
    diagnostics.report(
        Code.DEAD_BRANCH,
        branch.place(),
        "this branch is never chosen: whatever matches it matches another one too",
        null,
        new Related(chosen.place(), "this one is chosen"));
  }

  /** Equal for patterns with the same matches. */
  private String text(Pattern pattern) {
    StringBuilder text = new StringBuilder();
    write(pattern, text);
    return text.toString();
  }

  private void write(Pattern pattern, StringBuilder text) {
    switch (pattern) {
      case Pattern.Single single -> text.append(same[single.variable()]);
      case Pattern.Absence absence -> text.append("not ").append(same[absence.variable()]);
      case Pattern.Sequence sequence -> text.append(sequence.links());
      case Pattern.Alternation either -> text.append('|');
      case Pattern.Conjunction both -> text.append('&');
      case Pattern.Repetition loop -> {
        text.append(loop.min()).append("..").append(loop.max()).append(' ').append(loop.join());
        text.append(' ').append(loop.greed());
        loop.until().forEach(u -> text.append(u.type().name()).append(text(u.condition())));
      }
    }
    if (!pattern.inner().isEmpty()) {
      text.append('(');
      for (Pattern part : pattern.inner()) {
        write(part, text);
        text.append(';');
      }
      text.append(')');
    }
  }
}
