package io.tripline.state;

import java.util.List;

/**
 * What people have done. Each entry holds the hash of the one before it, so that none can be
 * changed, taken out or put in between without that being seen from the next one on. Thread-safe.
 * Every method throws a {@link io.tripline.engine.port.StorageException} when the store fails or is
 * closed.
 */
public interface AuditLog {
  /** Writes an entry at the end; durable on return. */
  Link append(AuditEntry entry);

  /** The end. */
  Head head();

  /** The latest entries with a number less than {@code before}, the latest first. */
  List<Link> latest(int limit, long before);

  /**
   * The end of the log; whoever keeps it elsewhere can tell later that nothing before it was
   * changed or cut off.
   *
   * @param entries how many there are, and so the number of the last one
   * @param hash of the last one, 64 hexadecimal digits; of none, 64 zeros
   */
  record Head(long entries, String hash) {
    @Override
    public String toString() {
      return entries + ":" + hash;
    }
  }

  /**
   * An entry in its place.
   *
   * @param number from 1
   * @param before the hash of the entry before
   * @param hash its own
   */
  record Link(long number, AuditEntry entry, String before, String hash) {}
}
