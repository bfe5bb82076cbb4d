package io.tripline.rest.json;

import io.tripline.engine.alert.Alert;
import io.tripline.state.BodyTemplate;
import java.util.List;

/** What is made of alerts for somebody who is sent them. Thread-safe. */
@FunctionalInterface
public interface AlertForm {
  /** What stands where a key would, for those who may not see it. */
  String HIDDEN = "***";

  /** No body of a custom template has more characters, each of which is up to three bytes. */
  int MAX_LENGTH = 1 << 20;

  /** A body that is longer than {@link #MAX_LENGTH}. */
  final class TooLongException extends RuntimeException {
    public static final String WHY = "the body has more than " + MAX_LENGTH + " characters";

    TooLongException() {
      super(WHY, null, false, false);
    }
  }

  /**
   * A JSON text. The same alerts have the same text each time.
   *
   * @throws TooLongException if it became too long
   */
  String of(Notice notice);

  /** The same of one alert. */
  default String of(Alert alert, boolean isTrial) {
    return of(new Notice(List.of(alert), false, isTrial));
  }

  /**
   * What a template makes of alerts.
   *
   * @throws TemplateException if its text is none that {@link CustomForm} takes
   */
  static AlertForm of(BodyTemplate template) {
    return switch (template.kind()) {
      case DEFAULT -> AlertJson::webhookForm;
      case SLACK -> new SlackForm();
      case PAGERDUTY -> new PagerDutyForm(template.routingKey());
      case CUSTOM -> CustomForm.parse(template.text());
    };
  }

  /** The same, but without the key. */
  static AlertForm shown(BodyTemplate template) {
    return of(
        template.kind() == BodyTemplate.Kind.PAGERDUTY ? BodyTemplate.pagerDuty(HIDDEN) : template);
  }
}
