package io.tripline.rest.webhook;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import java.util.List;

/** An alert that nothing has raised, to try a webhook with. */
final class SampleAlert {
  private SampleAlert() {}

  static Alert at(long millis) {
    return new Alert(
        0,
        "0".repeat(32),
        "sample",
        "sample_rule",
        1,
        List.of(new NamedValue("card", new Value.Text("sample-card"))),
        millis,
        Severity.INFO,
        0,
        "This is a test of the webhook; nothing has happened",
        List.of(new NamedValue("amount", new Value.Int(1))),
        List.of(new Alert.Binding("e", List.of("sample-event"), List.of(0L))),
        0,
        List.of(),
        false,
        List.of("sample"),
        PersonalParts.NONE);
  }
}
