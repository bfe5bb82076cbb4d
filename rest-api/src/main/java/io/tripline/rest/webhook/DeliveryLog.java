package io.tripline.rest.webhook;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest attempts to deliver to a webhook, in memory, up to a bound. Thread-safe. */
public final class DeliveryLog {
  private final int most;
  private final Deque<Attempt> attempts = new ArrayDeque<>();

  /**
   * An attempt that is over.
   *
   * @param at when it began
   * @param ordinal of the alert, the first of them
   * @param alert its id
   * @param alerts how many there were
   * @param number of the attempt, from 1
   * @param status what the receiver answered; 0 if it did not
   * @param millis how long it took
   * @param error what went wrong; empty if nothing
   * @param body the beginning of what was sent, without what is secret
   */
  public record Attempt(
      Instant at,
      long ordinal,
      String alert,
      int alerts,
      int number,
      DeliveryObserver.Result result,
      int status,
      long millis,
      String error,
      String body) {}

  DeliveryLog(int most) {
    this.most = most;
  }

  synchronized void add(Attempt attempt) {
    if (attempts.size() == most) {
      attempts.removeLast();
    }
    attempts.addFirst(attempt);
  }

  /** The latest, from the last one back. */
  public synchronized List<Attempt> latest(int limit) {
    return attempts.stream().limit(limit).toList();
  }
}
