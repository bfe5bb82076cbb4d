package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Name;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks {@code severity}. */
final class SeverityChecker {
  private SeverityChecker() {}

  /** The severity, medium where there is no clause; null if it is wrong, which is reported. */
  static @Nullable Severity check(Clause.@Nullable SeverityClause clause, Diagnostics diagnostics) {
    if (clause == null) {
      return Severity.MEDIUM;
    }
    Name written = clause.level();
    for (Severity level : Severity.values()) {
      if (level.text().equals(written.text())) {
        return level;
      }
    }
    List<String> levels = Arrays.stream(Severity.values()).map(Severity::text).toList();
    String hint = DidYouMean.hint(written.text(), levels);
    diagnostics.report(
        Code.UNKNOWN_SEVERITY,
        written.place(),
        "there is no severity `" + written + "`",
        hint != null ? hint : "it is one of " + String.join(", ", levels));
    return null;
  }
}
