package io.tripline.app.check;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.bound.Formula;
import io.tripline.engine.bound.StateBound;
import io.tripline.engine.describe.RuleDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What is said of the rules of a set, whatever form it is shown in. */
final class Explanations {
  /** The length that texts are taken to have in examples, in bytes. */
  static final int TEXT_BYTES = 32;

  /** Of an alert that holds others back, beside its key, in a checkpoint. */
  static final int ONCE_PER_BYTES = 28;

  private Explanations() {}

  /** Events at equal distances. */
  enum Rate {
    A_MINUTE("1 a minute", 60_000),
    A_SECOND("1 a second", 1_000),
    HUNDRED_A_SECOND("100 a second", 10);

    private final String text;
    private final long periodMillis;

    Rate(String text, long periodMillis) {
      this.text = text;
      this.periodMillis = periodMillis;
    }

    /** As people say it. */
    String text() {
      return text;
    }

    /** How many a second. */
    double perSecond() {
      return 1000.0 / periodMillis;
    }

    /** How many come within the time for which a partial match is kept. */
    long events(StateBound bound) {
      return bound.eventsEvery(periodMillis);
    }
  }

  /** What is worth a second look, as sentences. */
  static List<String> warnings(RuleDescription explanation, long limit) {
    List<String> warnings = new ArrayList<>();
    if (explanation.problem() != null) {
      warnings.add("the rule cannot run: " + explanation.problem());
    }
    RuleDescription.Compiled compiled = explanation.compiled();
    if (compiled != null && compiled.bound().partialMatches().isExponential()) {
      Formula matches = compiled.bound().partialMatches();
      OptionalLong at = matches.exceeds(limit);
      warnings.add(
          "partial matches can multiply with every event; "
              + (at.isPresent()
                  ? at.getAsLong() + " events are enough to pass the limit of " + number(limit)
                  : "the limit is " + number(limit)));
    }
    return warnings;
  }

  /** What n is, in words. */
  static String meaningOfN(StateBound bound) {
    List<String> names = bound.counted().stream().map(v -> "`" + v.name() + "`").toList();
    String variables =
        names.size() == 1
            ? names.getFirst()
            : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    String within = " within " + ExprText.duration(bound.spanMillis());
    return "events of one key"
        + within
        + (bound.shared() ? " that fit " + variables : " that " + variables + " can take");
  }

  static boolean hasOncePer(Rule rule) {
    AlertSpec alert = rule.alert();
    return alert != null && alert.oncePerMillis() != AlertSpec.NO_LIMIT;
  }

  static String number(long number) {
    return number == Formula.BEYOND
        ? "more than 9 × 10^18"
        : String.format(Locale.ROOT, "%,d", number);
  }

  /** In a unit that leaves three digits or so. */
  static String bytes(double bytes) {
    String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    String digits = unit == 0 || value >= 100 ? "%,.0f " : "%.1f ";
    return String.format(Locale.ROOT, digits, value) + units[unit];
  }
}
