package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Gap;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSetPrinter;
import io.tripline.dsl.syntax.Clause;
import java.util.List;

/**
 * Checks that the lower bounds on a pattern's arrows, taken together, fit into its {@code within}.
 */
final class LeastTime {
  private LeastTime() {}

  static void check(
      Pattern pattern, long within, Clause.PatternClause clause, Diagnostics diagnostics) {
    long least = of(pattern);
    if (within == Rule.NO_BOUND || clause.within() == null || least <= within) {
      return;
    }
    if (largest(pattern) <= within) { // else GapChecker has said it
      diagnostics.report(
          Code.BAD_GAP,
          clause.within().place(),
          "the bounds on the arrows add up to "
              + RuleSetPrinter.duration(least)
              + " at least, which is longer than this",
          "write `within " + RuleSetPrinter.duration(least) + "` or more");
    }
  }

  /** The least time from the first to the last event of any match. */
  private static long of(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Single single -> 0;
      case Pattern.Absence absence -> 0;
      case Pattern.Sequence sequence -> of(sequence);
      case Pattern.Alternation either ->
          either.branches().stream().mapToLong(LeastTime::of).min().orElse(0);
      case Pattern.Conjunction both ->
          both.parts().stream().mapToLong(LeastTime::of).reduce(0, LeastTime::plus);
      case Pattern.Repetition loop ->
          canBeEmpty(loop.body()) ? 0 : times(loop.min(), of(loop.body()));
    };
  }

  /** Parts that can be left out give no time; behind them the arrow before the next part counts. */
  private static long of(Pattern.Sequence sequence) {
    long sum = 0;
    boolean first = true;
    List<Pattern> parts = sequence.parts();
    for (int i = 0; i < parts.size(); i++) {
      if (canBeEmpty(parts.get(i))) {
        continue;
      }
      Gap gap = first ? null : sequence.links().get(i - 1).gap();
      sum = plus(sum, plus(of(parts.get(i)), gap == null ? 0 : gap.leastMillis()));
      first = false;
    }
    return sum;
  }

  private static boolean canBeEmpty(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Single single -> false;
      case Pattern.Absence absence -> true;
      case Pattern.Sequence sequence -> sequence.parts().stream().allMatch(LeastTime::canBeEmpty);
      case Pattern.Conjunction both -> both.parts().stream().allMatch(LeastTime::canBeEmpty);
      case Pattern.Alternation either -> either.branches().stream().anyMatch(LeastTime::canBeEmpty);
      case Pattern.Repetition loop -> loop.min() == 0;
    };
  }

  private static long largest(Pattern pattern) {
    long inside = pattern.inner().stream().mapToLong(LeastTime::largest).max().orElse(0);
    if (!(pattern instanceof Pattern.Sequence sequence)) {
      return inside;
    }
    for (Pattern.Link link : sequence.links()) {
      inside = Math.max(inside, link.gap() == null ? 0 : link.gap().leastMillis());
    }
    return inside;
  }

  private static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static long times(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }
}
