package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.syntax.Clause;
import org.jspecify.annotations.Nullable;

/** Checks the {@code limit} of {@code after match}. */
final class MatchLimitChecker {
  private MatchLimitChecker() {}

  /**
   * The most matches of one event, or null if it is wrong, which is reported.
   *
   * @param limit null where the rule names none
   * @param skip null if it is wrong
   * @param ofOneEvent whether the pattern is a single variable
   */
  static @Nullable Integer check(
      Clause.@Nullable MatchLimit limit,
      @Nullable Skip skip,
      boolean ofOneEvent,
      Diagnostics diagnostics) {
    if (limit == null) {
      return Rule.DEFAULT_MATCH_LIMIT;
    }
    if (limit.most() < 1 || limit.most() > Rule.GREATEST_MATCH_LIMIT) {
      diagnostics.report(
          Code.BAD_LIMIT,
          limit.place(),
          "a limit on the matches of one event is a number from 1 to 1,000,000",
          limit.most() < 1 ? "for a rule that raises no alert, take the rule away" : null);
      return null;
    }
    if (skip instanceof Skip.PastLast || ofOneEvent) {
      diagnostics.report(
          Code.SAYS_NOTHING,
          limit.place(),
          ofOneEvent
              ? "`limit` says nothing about a pattern of one event, which completes one match"
              : "`limit` says nothing with `skip past last`: an event completes one match at most");
    }
    return skip instanceof Skip.PastLast ? Rule.DEFAULT_MATCH_LIMIT : (int) limit.most();
  }
}
