package io.tripline.dsl.diagnostic;

import java.util.Locale;

/** Whether a diagnostic stops the rule set from being used. */
public enum Severity {
  ERROR,
  WARNING;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
