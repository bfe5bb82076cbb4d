package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.Clause;
import org.jspecify.annotations.Nullable;

/** Checks bounds of time: a literal, or a parameter that is one. */
final class DurationChecker {
  private final Parameters parameters;
  private final Diagnostics diagnostics;

  DurationChecker(Parameters parameters, Diagnostics diagnostics) {
    this.parameters = parameters;
    this.diagnostics = diagnostics;
  }

  /** Milliseconds, or null if it is wrong, which is reported. */
  @Nullable Long check(Clause.Duration duration, String clause) {
    return check(duration, clause, 1);
  }

  /** The same where the time may also be none at all. */
  @Nullable Long checkFromZero(Clause.Duration duration, String clause) {
    return check(duration, clause, 0);
  }

  private @Nullable Long check(Clause.Duration duration, String clause, long least) {
    Long millis = duration.millis();
    if (duration.parameter() != null) {
      millis = parameter(duration, duration.parameter(), clause);
    }
    if (millis != null && millis < least) {
      diagnostics.report(
          Code.BAD_DURATION,
          duration.place(),
          "the time of `"
              + clause
              + "` must "
              + (least > 0 ? "be longer than nothing" : "not be negative"));
      return null;
    }
    return millis;
  }

  private @Nullable Long parameter(Clause.Duration duration, String name, String clause) {
    if (!parameters.has(name)) {
      String meant = DidYouMean.nearest(name, parameters.names());
      if (meant != null) {
        parameters.use(meant, duration.place()); // one mistake, and not an unused one as well
      }
      diagnostics.report(
          Code.UNKNOWN_NAME,
          duration.place(),
          "there is no parameter `" + name + "`",
          DidYouMean.hint(name, parameters.names()));
      return null;
    }
    Expr.Literal value = parameters.use(name, duration.place());
    if (value == null || value.type() == Type.Simple.DURATION) {
      return value == null ? null : (Long) value.value();
    }
    diagnostics.report(
        Code.BAD_DURATION,
        duration.place(),
        "`"
            + clause
            + "` wants a duration such as `10m`, but `"
            + name
            + "` is "
            + Operators.article(value.type()));
    return null;
  }
}
