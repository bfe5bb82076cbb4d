package io.tripline.state;

import java.nio.ByteBuffer;

/**
 * Keys of the family {@code outbox}: a kind, the webhook's id with its length before it, numbers.
 * An entry has one record under its ordinal and one under the time of its next attempt, so that
 * neither a due entry nor a given one has to be searched for.
 */
final class OutboxKeys {
  /** Webhook, ordinal → attempts, next attempt, last error. */
  static final byte ENTRY = 'e';

  /** Webhook, next attempt (0 if none was made), ordinal → nothing. */
  static final byte SCHEDULE = 's';

  /** Webhook, ordinal → attempts, 0, reason. */
  static final byte DEAD = 'd';

  /**
   * Webhook, ordinal of the entry or dead letter, ordinal of an alert that goes with it → nothing.
   */
  static final byte MEMBER = 'm';

  private OutboxKeys() {}

  private static ByteBuffer start(byte kind, byte[] webhook, int more) {
    return ByteBuffer.allocate(2 + webhook.length + more)
        .put(kind)
        .put((byte) webhook.length)
        .put(webhook);
  }

  static byte[] entry(byte[] webhook, long ordinal) {
    return start(ENTRY, webhook, 8).putLong(ordinal).array();
  }

  static byte[] dead(byte[] webhook, long ordinal) {
    return start(DEAD, webhook, 8).putLong(ordinal).array();
  }

  static byte[] schedule(byte[] webhook, long nextAttempt, long ordinal) {
    return start(SCHEDULE, webhook, 16).putLong(nextAttempt).putLong(ordinal).array();
  }

  static byte[] member(byte[] webhook, long leader, long ordinal) {
    return start(MEMBER, webhook, 16).putLong(leader).putLong(ordinal).array();
  }

  /** Refuses what cannot be a key. */
  static void requireWhole(Database db, byte[] key) {
    boolean isKnown =
        key.length > 2
            && (key[0] == ENTRY || key[0] == SCHEDULE || key[0] == DEAD || key[0] == MEMBER);
    int more = isKnown && (key[0] == SCHEDULE || key[0] == MEMBER) ? 16 : 8;
    if (!isKnown || key[1] < 0 || key.length != 2 + key[1] + more) {
      throw db.damaged("the outbox holds a record under a name of " + key.length + " bytes");
    }
  }

  /** The least key of a kind. */
  static byte[] first(byte kind, byte[] webhook) {
    return start(kind, webhook, 0).array();
  }

  /** More than every key of a kind: no number is negative. */
  static byte[] end(byte kind, byte[] webhook) {
    return start(kind, webhook, 1).put((byte) 0xFF).array();
  }

  static long ordinal(byte[] key) {
    return Bytes.getLong(key, key.length - 8);
  }

  /** The entry that a member goes with. */
  static long leader(byte[] memberKey) {
    return Bytes.getLong(memberKey, memberKey.length - 16);
  }

  static long nextAttempt(byte[] scheduleKey) {
    return Bytes.getLong(scheduleKey, scheduleKey.length - 16);
  }
}
