package io.tripline.state;

import java.util.List;

/**
 * What is still to be delivered, one queue a webhook. It is fed by the alert log, in the same write
 * that stores the alert, so each alert is, for each webhook, in exactly one entry: its own, or that
 * of the first alert of its group. Thread-safe.
 *
 * <p>{@link #delivered} and {@link #retryLater} survive the death of the process, but are not
 * synced: after a loss of power, the latest of them may be undone, and a delivery be made twice,
 * with the same alert id. All else is synced. Calls for an entry that is gone (delivered, or its
 * webhook deleted) change nothing.
 */
public interface Outbox {

  /** The longest error that is kept, in characters; longer ones are cut. */
  int MAX_ERROR = 500;

  /**
   * An alert that waits for a webhook, with those that go with it.
   *
   * @param ordinal of the alert; of the first, where several go together
   * @param attempts made so far
   * @param nextAttemptMillis wall clock, ms since 1970; 0 if none was made yet
   * @param lastError what the last attempt came to; empty if none was made yet
   */
  record Entry(
      String webhookId, long ordinal, int attempts, long nextAttemptMillis, String lastError) {}

  /**
   * Entries whose time has come, in the order of their ordinals. While there are both more than
   * {@code limit} new ones and more than {@code limit} to be tried again, which of them come first
   * is not defined, but each comes. An entry is returned again until it is settled.
   *
   * @param limit the most to return, from 1
   */
  List<Entry> due(String webhookId, long nowMillis, int limit);

  /** The same, of those alone that are no longer new: see {@link #begun}. */
  List<Entry> dueAgain(String webhookId, long nowMillis, int limit);

  /**
   * The ordinals of the alerts that go with an entry or a dead letter, beside its own, in their
   * order. None joins them from now on: it is the same answer each time, also after a crash.
   */
  List<Long> members(Entry entry);

  /**
   * When the first group is to be sent that alerts may still join, wall clock, ms since 1970;
   * {@link Long#MAX_VALUE} if there is none. Groups that were open before the last start are not
   * known.
   */
  long nextGroup(String webhookId, long nowMillis);

  /** The entry is delivered and leaves the queue. */
  void delivered(Entry entry);

  /**
   * The entry waits until it is tried again.
   *
   * @param attempts made so far
   * @param nextAttemptMillis wall clock, from 1
   */
  void retryLater(Entry entry, int attempts, long nextAttemptMillis, String lastError);

  /**
   * Entries that are queued and no longer new: that were tried, or put off by {@link #retryLater}.
   *
   * @param limit the most to return, from 1
   */
  List<Entry> begun(String webhookId, int limit);

  /**
   * Has entries that wait to be tried again tried now; the attempts made so far still count.
   *
   * @param fromMillis the earliest next attempt of those that are meant; later than now
   * @param toMillis the next attempt from which on none is meant
   * @param nowMillis wall clock, from 1
   * @return how many there were
   */
  long hasten(String webhookId, long fromMillis, long toMillis, long nowMillis);

  /** The entry leaves the queue undelivered, and is kept with the reason. */
  void deadLetter(Entry entry, String reason);

  /**
   * Entries given up, in the order of their ordinals; {@code lastError} is the reason.
   *
   * @param limit the most to return, from 1
   */
  List<Entry> deadLetters(String webhookId, int limit);

  /**
   * The same, from behind an ordinal on.
   *
   * @param after 0 for all
   */
  List<Entry> deadLetters(String webhookId, long after, int limit);

  /** Queues a dead letter again, as if it were new. */
  void replay(Entry entry);

  /** How many entries are queued, due or not. */
  long pending(String webhookId);

  /** How many dead letters there are. */
  long deadLetterCount(String webhookId);
}
