package io.tripline.dsl.ir;

import java.util.Locale;

/** The answer to a caller that waits for a decision; the later one wins. */
public enum Decision {
  APPROVE,
  REVIEW,
  DECLINE;

  /** As it is written in a rule. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
