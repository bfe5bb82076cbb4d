package io.tripline.state;

import org.jspecify.annotations.Nullable;

/**
 * What people have said of an alert.
 *
 * @param acknowledged that somebody has taken it on; null if nobody has
 * @param feedback what came of looking into it; null if nothing yet
 */
public record Review(@Nullable Acknowledged acknowledged, @Nullable Feedback feedback) {
  /** Of an alert of which nobody has said anything. */
  public static final Review NONE = new Review(null, null);

  /**
   * @param by who; empty if that was not said
   * @param at when, ms since 1970
   */
  public record Acknowledged(String by, long at) {}

  /**
   * @param by who; empty if that was not said
   * @param at when, ms since 1970
   */
  public record Feedback(Verdict verdict, String by, String comment, long at) {}

  /** Whether a rule was right. The numbers are stored. */
  public enum Verdict {
    TRUE_POSITIVE(1),
    FALSE_POSITIVE(2);

    private final int number;

    Verdict(int number) {
      this.number = number;
    }

    /** As it is written in requests and documents. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    int number() {
      return number;
    }

    static @Nullable Verdict of(int number) {
      for (Verdict each : values()) {
        if (each.number == number) {
          return each;
        }
      }
      return null;
    }
  }

  /** This review, acknowledged; as it is, if it was before. */
  public Review acknowledged(Acknowledged by) {
    return acknowledged == null ? new Review(by, feedback) : this;
  }

  /** This review with other feedback, or none. */
  public Review withFeedback(@Nullable Feedback other) {
    return new Review(acknowledged, other);
  }
}
