package io.tripline.state;

import io.tripline.engine.alert.Alert;

/**
 * A time in which webhooks are not told of some alerts.
 *
 * @param id tells it from others; 1 to 255 bytes of UTF-8
 * @param matcher of which alerts
 * @param from wall clock, ms since 1970: alerts that are stored from then on
 * @param until the same: and before then
 * @param reason for people
 * @param by who asked for it; empty if that was not said
 * @param createdAt wall clock, ms since 1970
 */
public record Silence(
    String id,
    SilenceMatcher matcher,
    long from,
    long until,
    String reason,
    String by,
    long createdAt) {

  /**
   * @throws IllegalArgumentException if the id is empty or too long, or it ends before it begins
   */
  public Silence {
    if (id.isEmpty() || Bytes.utf8(id).length > 255) {
      throw new IllegalArgumentException("a silence's id has 1 to 255 bytes");
    }
    if (until < from) {
      throw new IllegalArgumentException("a silence does not end before it begins");
    }
  }

  /** Whether it holds at a time. */
  public boolean isActive(long millis) {
    return millis >= from && millis < until;
  }

  /** Whether it does not hold at a time, nor at any later one. */
  public boolean isOver(long millis) {
    return millis >= until;
  }

  /** Whether it is about an alert, at whatever time; not if nobody is told of the alert anyway. */
  public boolean isAbout(Alert alert) {
    return !alert.inShadow() && matcher.matches(alert);
  }

  /** This silence, which ends at a time, or has ended before it. */
  public Silence endedAt(long millis) {
    return isOver(millis)
        ? this
        : new Silence(id, matcher, Math.min(from, millis), millis, reason, by, createdAt);
  }

  /** Without the values of keys: it would be in logs. */
  @Override
  public String toString() {
    return "Silence[id=" + id + "]";
  }
}
