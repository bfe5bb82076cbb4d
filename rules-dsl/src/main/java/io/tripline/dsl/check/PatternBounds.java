package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.syntax.Clause;
import org.jspecify.annotations.Nullable;

/** Checks that a pattern takes an event at least, and that something bounds its time. */
final class PatternBounds {
  private final DurationChecker durations;
  private final Diagnostics diagnostics;

  PatternBounds(DurationChecker durations, Diagnostics diagnostics) {
    this.durations = durations;
    this.diagnostics = diagnostics;
  }

  void check(Clause.PatternClause clause, PatternShape shape) {
    if (shape.nullable()) {
      diagnostics.report(
          Code.EMPTY_MATCH,
          clause.pattern().place(),
          "this pattern matches without taking an event",
          "let one part at least be neither `?` nor `*`");
    }
    if (clause.within() == null && shape.several()) {
      diagnostics.report(
          Code.UNBOUNDED,
          clause.pattern().place(),
          "nothing bounds the time of this pattern, so its state would grow forever",
          "add `within 10m`, or whatever time a match may take");
    }
    if (clause.within() != null && !shape.several()) {
      diagnostics.report(
          Code.SAYS_NOTHING,
          clause.within().place(),
          "`within` says nothing about a pattern of one event");
    }
  }

  /** The time of {@code within} in milliseconds, or null if it is wrong, which is reported. */
  @Nullable Long within(Clause.@Nullable PatternClause clause) {
    return clause == null || clause.within() == null
        ? Long.valueOf(Rule.NO_BOUND)
        : durations.check(clause.within(), "within");
  }
}
