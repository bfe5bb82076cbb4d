package io.tripline.state;

import java.util.Locale;
import java.util.Optional;

/**
 * What a webhook's deliveries look like.
 *
 * @param text of {@link Kind#CUSTOM}, the JSON in which places are filled; else empty
 * @param routingKey of {@link Kind#PAGERDUTY}, the key of the service; else empty. It is kept as it
 *     is, and never shown by {@link #toString}
 */
public record BodyTemplate(Kind kind, String text, String routingKey) {
  public static final BodyTemplate DEFAULT = new BodyTemplate(Kind.DEFAULT, "", "");
  public static final BodyTemplate SLACK = new BodyTemplate(Kind.SLACK, "", "");

  /** The names are stored: a change of one needs another format of webhooks. */
  public enum Kind {
    /** The alert's JSON. */
    DEFAULT,

    /** A message of Slack's incoming webhooks. */
    SLACK,

    /** An event of PagerDuty's Events API v2. */
    PAGERDUTY,

    /** As its text says. */
    CUSTOM;

    /** As requests and records write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is written so, if there is one. */
    public static Optional<Kind> of(String text) {
      for (Kind each : values()) {
        if (each.text().equals(text)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * @throws IllegalArgumentException if there is a text or a key where none belongs, or none where
   *     one does
   */
  public BodyTemplate {
    if (text.isEmpty() == (kind == Kind.CUSTOM)
        || routingKey.isEmpty() == (kind == Kind.PAGERDUTY)) {
      throw new IllegalArgumentException("a template " + kind.text() + " has other parts");
    }
  }

  /** An event for a service of PagerDuty. */
  public static BodyTemplate pagerDuty(String routingKey) {
    return new BodyTemplate(Kind.PAGERDUTY, "", routingKey);
  }

  /** A JSON of one's own. */
  public static BodyTemplate custom(String text) {
    return new BodyTemplate(Kind.CUSTOM, text, "");
  }

  @Override
  public String toString() {
    return "BodyTemplate[kind=" + kind + "]";
  }
}
