package io.tripline.rest.approval;

import java.time.Duration;

/**
 * Whether changes of rules are made only when somebody else approves.
 *
 * @param openFor how long a proposal can be approved, 1 minute to 365 days
 */
public record ApprovalSettings(boolean required, Duration openFor) {
  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(365);

  /**
   * @throws IllegalArgumentException if a bound makes no sense; the message says which
   */
  public ApprovalSettings {
    if (openFor.compareTo(SHORTEST) < 0 || openFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("approval settings: openFor must be 1 minute to 365 days");
    }
  }

  /** Whoever may change rules does; a week, where it is asked for. */
  public static ApprovalSettings defaults() {
    return new ApprovalSettings(false, Duration.ofDays(7));
  }
}
