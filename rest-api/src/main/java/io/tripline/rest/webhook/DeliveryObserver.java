package io.tripline.rest.webhook;

/** Is told of deliveries, for metrics. Called by many threads. */
public interface DeliveryObserver {

  /** What an attempt came to. */
  enum Result {
    DELIVERED,
    FAILED,
    DEAD_LETTER,
    GONE
  }

  /** An attempt is over. */
  void attempted(Result result, long nanos);
}
