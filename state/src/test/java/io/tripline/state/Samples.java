package io.tripline.state;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Things to store. */
final class Samples {
  private Samples() {}

  /** Plain, with everything derived from the ordinal. */
  static Alert alert(long ordinal) {
    return alert(ordinal, "r" + ordinal % 3, Severity.HIGH);
  }

  static Alert alert(long ordinal, String rule, Severity severity) {
    return alert(ordinal, rule, severity, false);
  }

  /** Of which nobody is told. */
  static Alert inShadow(long ordinal) {
    return alert(ordinal, "r", Severity.HIGH, true);
  }

  private static Alert alert(long ordinal, String rule, Severity severity, boolean inShadow) {
    return new Alert(
        ordinal,
        "%032x".formatted(ordinal),
        "cards",
        rule,
        1,
        List.of(new NamedValue("card", new Value.Text("c" + ordinal))),
        1_000 * ordinal,
        severity,
        50,
        "alert number " + ordinal,
        List.of(),
        List.of(new Alert.Binding("hit", List.of("p" + ordinal), List.of(ordinal))),
        10 * ordinal,
        List.of(),
        inShadow,
        List.of(),
        PersonalParts.NONE);
  }

  static List<Alert> alerts(long from, long to) {
    List<Alert> alerts = new ArrayList<>();
    for (long ordinal = from; ordinal <= to; ordinal++) {
      alerts.add(alert(ordinal));
    }
    return alerts;
  }

  /** With a value of every type. */
  static Alert everything() {
    return new Alert(
        7,
        "00112233445566778899aabbccddeeff",
        "cards",
        "card_testing",
        3,
        List.of(
            new NamedValue("card", new Value.Text("zażółć 💳")),
            new NamedValue("shop", new Value.Int(-5))),
        1_700_000_000_123L,
        Severity.CRITICAL,
        -1,
        "3 probes",
        List.of(
            new NamedValue("null", new Value.Null()),
            new NamedValue("text", new Value.Text("")),
            new NamedValue("yes", new Value.Bool(true)),
            new NamedValue("no", new Value.Bool(false)),
            new NamedValue("int", new Value.Int(Long.MIN_VALUE)),
            new NamedValue("decimal", new Value.Decimal(new BigDecimal("-1234567890123.4500"))),
            new NamedValue("real", new Value.Real(-0.1)),
            new NamedValue("timestamp", new Value.Timestamp(-1)),
            new NamedValue("duration", new Value.Duration(600_000)),
            new NamedValue("place", new Value.Place(new Geo(52.25, -21.5)))),
        List.of(
            new Alert.Binding("probe", List.of("p1", "p2"), List.of(11L, 12L)),
            new Alert.Binding("none", List.of(), List.of())),
        Long.MAX_VALUE,
        List.of(12L, 11L),
        false,
        List.of("cnp", "zażółć"),
        new PersonalParts(false, true, List.of("card"), List.of("text", "null"), List.of("probe")));
  }

  static Webhook webhook(String id) {
    return webhook(id, AlertFilter.ALL);
  }

  static Webhook webhook(String id, AlertFilter filter) {
    Webhook.Secret secret = new Webhook.Secret("one", "whsec_x", 1, null);
    return new Webhook(
        id, "http://127.0.0.1:1/", List.of(secret), "", filter, DeliveryOptions.PLAIN, true, "", 1);
  }
}
