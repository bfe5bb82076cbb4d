package io.tripline.state;

/**
 * How alerts are delivered to a webhook.
 *
 * @param ordered whether alerts of one key are delivered one after the other, in their order
 * @param body what a delivery looks like
 * @param personalData whether fields that hold personal data are sent as they are
 */
public record DeliveryOptions(boolean ordered, BodyTemplate body, boolean personalData) {

  /** In no order, as the alert's JSON, without personal data. */
  public static final DeliveryOptions PLAIN =
      new DeliveryOptions(false, BodyTemplate.DEFAULT, false);

  /** These options with an order of each key. */
  public DeliveryOptions inOrder() {
    return new DeliveryOptions(true, body, personalData);
  }
}
