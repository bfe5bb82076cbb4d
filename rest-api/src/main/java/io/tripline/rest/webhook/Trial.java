package io.tripline.rest.webhook;

/**
 * What came of a sample alert that was sent to try a webhook.
 *
 * @param delivered whether the receiver has taken it
 * @param status what it answered; 0 if it did not
 * @param millis how long it took
 * @param error what went wrong; empty if nothing
 * @param answer the beginning of what it said
 * @param body the beginning of what it was sent, without what is secret
 */
public record Trial(
    boolean delivered, int status, long millis, String error, String answer, String body) {}
