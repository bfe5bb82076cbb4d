package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Decision;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the answer that a rule gives. */
final class DecisionChecker {
  private static final List<String> WORDS =
      Arrays.stream(Decision.values()).map(Decision::text).toList();

  /** What people write who come from elsewhere. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "accept", "approve",
          "allow", "approve",
          "pass", "approve",
          "block", "decline",
          "deny", "decline",
          "reject", "decline",
          "refuse", "decline",
          "challenge", "review",
          "hold", "review");

  private DecisionChecker() {}

  /** The decision, or null if there is none, or it is wrong, which is reported. */
  static @Nullable Decision check(Clause.@Nullable Decide decide, Diagnostics diagnostics) {
    return decide == null ? null : read(decide.decision(), diagnostics);
  }

  /** The decision of a name, or null if there is no such, which is reported. */
  static @Nullable Decision read(Name name, Diagnostics diagnostics) {
    String written = name.text();
    int index = WORDS.indexOf(written);
    if (index >= 0) {
      return Decision.values()[index];
    }
    String ours = FOREIGN.get(written);
    String hint = ours != null ? "did you mean `" + ours + "`?" : DidYouMean.hint(written, WORDS);
    diagnostics.report(
        Code.UNKNOWN_DECISION,
        name.place(),
        "there is no decision `" + written + "`",
        hint != null ? hint : "it is one of " + String.join(", ", WORDS));
    return null;
  }

  /** Reports a decision that cannot be made while whoever asked still waits. */
  static void checkTime(Rule rule, Clause.@Nullable Decide decide, Diagnostics diagnostics) {
    if (decide == null) {
      return;
    }
    Place place = decide.decision().place();
    for (EventType type : seen(rule)) {
      long lateness = type.arrival().latenessMillis();
      if (lateness > 0) {
        diagnostics.report(
            Code.LATE_DECISION,
            place,
            "this rule holds its events back, as `"
                + type.name()
                + "` has a lateness of "
                + ExprText.duration(lateness)
                + ": nobody can wait so long for its decision",
            "decide in a rule over events without a lateness");
        return;
      }
    }
    if (endsWithTime(rule.pattern())) {
      diagnostics.report(
          Code.LATE_DECISION,
          place,
          "time completes this pattern, and no event: there is nobody who waits for its decision",
          "decide in a rule whose pattern ends with an event");
    }
  }

  /** The types that a rule takes, and those that features are over which it asks for. */
  private static List<EventType> seen(Rule rule) {
    List<EventType> types = new ArrayList<>();
    rule.key().sources().forEach(source -> types.add(source.type()));
    rule.walk(
        e -> {
          if (e instanceof Expr.FeatureValue value) {
            types.add(value.feature().aggregate().source());
          }
        });
    return types;
  }

  /** Whether it is always time that completes a pattern. */
  private static boolean endsWithTime(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Single single -> false;
      case Pattern.Absence absence -> true;
      case Pattern.Sequence sequence ->
          sequence.links().getLast().arrow() != Pattern.Arrow.NEXT
              && endsWithTime(sequence.parts().getLast());
      case Pattern.Alternation either ->
          either.branches().stream().allMatch(DecisionChecker::endsWithTime);
      case Pattern.Conjunction both -> false;
      case Pattern.Repetition repetition -> endsWithTime(repetition.body());
    };
  }
}
