package io.tripline.state;

import io.tripline.engine.alert.Alert;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What people say of alerts. Thread-safe. Every method throws a {@link
 * io.tripline.engine.port.StorageException} when the store fails or is closed.
 */
public interface AlertReviews {

  /** Of the alert with that ordinal; {@link Review#NONE} if nobody has said anything of it. */
  Review get(long ordinal);

  /**
   * Changes what is said of an alert; durable on return. One change at a time.
   *
   * @param change is given the review as it is; if it gives back the same, nothing is written
   * @return the review as it is now
   */
  Review change(Alert alert, UnaryOperator<Review> change);

  /** How often people have said that a rule was right, and that it was not, for each rule. */
  Map<OfRule, Counts> counts();

  /** A rule, whatever its version. */
  record OfRule(String ruleSet, String rule) {}

  /** How many alerts of a rule have which feedback. */
  record Counts(long truePositives, long falsePositives) {
    static final Counts NONE = new Counts(0, 0);

    Counts plus(Review.Verdict verdict, int more) {
      return switch (verdict) {
        case TRUE_POSITIVE -> new Counts(truePositives + more, falsePositives);
        case FALSE_POSITIVE -> new Counts(truePositives, falsePositives + more);
      };
    }
  }
}
