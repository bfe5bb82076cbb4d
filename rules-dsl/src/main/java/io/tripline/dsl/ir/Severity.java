package io.tripline.dsl.ir;

/** How grave an alert is, in rising order. */
public enum Severity {
  INFO,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** As rules and alerts write it. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
