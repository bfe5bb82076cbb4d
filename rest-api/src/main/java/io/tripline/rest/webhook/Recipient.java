package io.tripline.rest.webhook;

import io.tripline.rest.json.AlertForm;
import io.tripline.rest.json.Notice;
import io.tripline.state.Webhook;

/**
 * A webhook with what it is sent. Thread-safe.
 *
 * @param form what it is sent of alerts
 * @param shown the same, as others may see it
 */
record Recipient(Webhook webhook, AlertForm form, AlertForm shown) {

  /** How much of a body is kept to be shown, in characters. */
  private static final int SHOWN = 1000;

  static Recipient of(Webhook webhook) {
    return new Recipient(
        webhook,
        AlertForm.of(webhook.delivery().body()),
        AlertForm.shown(webhook.delivery().body()));
  }

  /**
   * What is sent: without personal data, unless the webhook may have it.
   *
   * @throws AlertForm.TooLongException if it became too long
   */
  String body(Notice notice) {
    return form.of(webhook.delivery().personalData() ? notice : notice.masked());
  }

  /**
   * The beginning of what is sent, without what is secret, and never with personal data; empty if
   * it is too long.
   */
  String beginning(Notice notice) {
    String body;
    try {
      body = shown.of(notice.masked());
    } catch (AlertForm.TooLongException e) {
      return "";
    }
    boolean splits = body.length() > SHOWN && Character.isHighSurrogate(body.charAt(SHOWN - 1));
    return body.length() <= SHOWN ? body : body.substring(0, splits ? SHOWN - 1 : SHOWN);
  }

  /** A text that a receiver said, without the key that it may have been sent. */
  String withoutKey(String text) {
    String key = webhook.delivery().body().routingKey();
    return key.isEmpty() ? text : text.replace(key, AlertForm.HIDDEN);
  }
}
