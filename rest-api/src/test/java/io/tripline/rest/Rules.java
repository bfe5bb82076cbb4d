package io.tripline.rest;

/** Rules and events that tests share. */
public final class Rules {
  public static final String PAYMENT =
      """
      event Payment {
        id     string     @id
        time   timestamp  @time
        card   string     @pii
        amount decimal(2)
        note   string?
      }
      """;

  /** Alerts at each payment over 200. */
  public static final String BIG =
      PAYMENT
          + """
          rule big {
            severity high
            by card
            pattern p
            define p: Payment where amount > 200.00
            alert "{p.amount} at once"
              score 60
              with note = p.note
          }
          """;

  private Rules() {}

  /** A payment as JSON. */
  public static String payment(String id, int second, String card, String amount) {
    return "{\"type\":\"Payment\",\"id\":\"%s\",\"time\":\"2026-01-31T10:%02d:%02dZ\",\"card\":\"%s\",\"amount\":%s}"
        .formatted(id, second / 60, second % 60, card, amount);
  }
}
