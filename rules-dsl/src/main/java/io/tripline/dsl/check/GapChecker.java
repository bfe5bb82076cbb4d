package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Pattern.Gap;
import io.tripline.dsl.ir.Pattern.Link;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSetPrinter;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.PatternTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the bounds on arrows, each by itself and beside the rule's {@code within}. */
final class GapChecker {
  private final long within;
  private final boolean fixedWithin;
  private final DurationChecker durations;
  private final Diagnostics diagnostics;

  /**
   * @param clause the pattern's clause; null in the short form
   * @param within the time of its {@code within}; null if it is wrong
   */
  GapChecker(
      Clause.@Nullable PatternClause clause,
      @Nullable Long within,
      DurationChecker durations,
      Diagnostics diagnostics) {
    this.within = within == null ? Rule.NO_BOUND : within;
    this.fixedWithin = clause != null && clause.within() != null && isFixed(clause.within());
    this.durations = durations;
    this.diagnostics = diagnostics;
  }

  /** The links of a sequence; null if any is wrong, which is reported. */
  @Nullable List<Link> links(PatternTree.Sequence sequence) {
    SequenceParts parts = SequenceParts.of(sequence);
    List<@Nullable Link> links = new ArrayList<>();
    for (int i = 0; i < sequence.links().size(); i++) {
      links.add(link(sequence.links().get(i), parts.isInside(i)));
    }
    return Nulls.ifNone(links);
  }

  private @Nullable Link link(PatternTree.Link link, boolean inside) {
    PatternTree.Gap gap = link.gap();
    if (gap == null) {
      return Link.of(link.arrow());
    }
    String clause = link.arrow().toString();
    Long least =
        gap.least() == null ? Long.valueOf(0) : durations.checkFromZero(gap.least(), clause);
    Long most = durations.check(gap.most(), clause);
    if (least == null || most == null) {
      return null;
    }
    if (least > most) {
      diagnostics.report(
          Code.BAD_GAP,
          gap.place(),
          "a time from " + text(least) + " to " + text(most) + " cannot be",
          "write `[" + text(most) + ".." + text(least) + "]`");
      return null;
    }
    if (inside && within != Rule.NO_BOUND) {
      besideWithin(gap, least, most);
    }
    return new Link(link.arrow(), new Gap(least, most));
  }

  /** Between two events of a match there is never more than {@code within}. */
  private void besideWithin(PatternTree.Gap gap, long least, long most) {
    if (least > within) {
      diagnostics.report(
          Code.BAD_GAP,
          gap.place(),
          "this arrow takes "
              + text(least)
              + " at least, but the whole pattern has `within "
              + text(within)
              + "`",
          "let `within` be longer, or the bound lower");
    } else if (most > within && fixedWithin && isFixed(gap.most())) {
      diagnostics.report(
          Code.SAYS_NOTHING,
          gap.most().place(),
          "the bound of " + text(most) + " says nothing beside `within " + text(within) + "`");
    }
  }

  /** Whether a time is written down and not a parameter, which a deployment can set. */
  private static boolean isFixed(Clause.Duration duration) {
    return duration.parameter() == null;
  }

  private static String text(long millis) {
    return RuleSetPrinter.duration(millis);
  }
}
