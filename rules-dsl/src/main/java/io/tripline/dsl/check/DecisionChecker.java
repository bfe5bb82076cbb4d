package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Decision;
import io.tripline.dsl.syntax.Clause;
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
    if (decide == null) {
      return null;
    }
    String written = decide.decision().text();
    int index = WORDS.indexOf(written);
    if (index >= 0) {
      return Decision.values()[index];
    }
    String ours = FOREIGN.get(written);
    String hint = ours != null ? "did you mean `" + ours + "`?" : DidYouMean.hint(written, WORDS);
    diagnostics.report(
        Code.UNKNOWN_DECISION,
        decide.decision().place(),
        "there is no decision `" + written + "`",
        hint != null ? hint : "it is one of " + String.join(", ", WORDS));
    return null;
  }
}
