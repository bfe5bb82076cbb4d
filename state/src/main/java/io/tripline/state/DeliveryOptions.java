package io.tripline.state;

import org.jspecify.annotations.Nullable;

/**
 * How alerts are delivered to a webhook.
 *
 * @param ordered whether alerts of one key are delivered one after the other, in their order
 * @param body what a delivery looks like
 * @param personalData whether fields that hold personal data are sent as they are
 * @param grouping which alerts are sent together; null if each is sent alone
 */
public record DeliveryOptions(
    boolean ordered, BodyTemplate body, boolean personalData, @Nullable Grouping grouping) {

  /** In no order, as the alert's JSON, without personal data. */
  public static final DeliveryOptions PLAIN =
      new DeliveryOptions(false, BodyTemplate.DEFAULT, false, null);

  /**
   * @throws IllegalArgumentException if alerts are to be in order and together
   */
  public DeliveryOptions {
    if (ordered && grouping != null) {
      throw new IllegalArgumentException("alerts are delivered in order, or together");
    }
  }

  /** These options with an order of each key, and nothing sent together. */
  public DeliveryOptions inOrder() {
    return new DeliveryOptions(true, body, personalData, null);
  }

  /** These options with alerts sent together, in no order. */
  public DeliveryOptions together(Grouping how) {
    return new DeliveryOptions(false, body, personalData, how);
  }
}
