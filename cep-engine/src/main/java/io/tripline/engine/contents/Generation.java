package io.tripline.engine.contents;

import io.tripline.engine.event.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * All that a list or table has from some place on: what a replacement brought, and what was changed
 * since. Written by one thread; others only find entries in it.
 */
final class Generation {
  private final EntryForm form;
  private final EntryKeys keys;
  private final Origin origin;
  private volatile EntryIndex index;
  private volatile @Nullable Generation older;
  private volatile int count;

  // The writer's.
  private final long stateId;
  private final PriorityQueue<Entry> expiring;
  // What it began with that is not stored yet, and how many pieces of it are.
  private final List<byte[]> base = new ArrayList<>();
  private int baseStored;
  private final List<Entry> fresh = new ArrayList<>();
  private final List<byte[]> forgotten = new ArrayList<>();

  /**
   * @param origin from where on it holds; that may be said later
   * @param stateId under which it is stored
   * @param expected how many entries it will have
   */
  Generation(EntryForm form, EntryKeys keys, Origin origin, long stateId, int expected) {
    this.form = form;
    this.keys = keys;
    this.origin = origin;
    this.stateId = stateId;
    this.index = new EntryIndex(keys, expected);
    this.expiring = new PriorityQueue<>(Comparator.comparingLong(entry -> entry.expires(form)));
  }

  Origin origin() {
    return origin;
  }

  EntryIndex index() {
    return index;
  }

  @Nullable Generation older() {
    return older;
  }

  /** How many entries there are in the end; those that have expired only now may be among them. */
  int count() {
    return count;
  }

  // ---- the writer's

  void older(@Nullable Generation before) {
    older = before;
  }

  long stateId() {
    return stateId;
  }

  int baseStored() {
    return baseStored;
  }

  /** Takes entries that it begins with, one after another in an array that is kept. */
  void begin(byte[] entries) {
    if (entries.length > 0) {
      base.add(entries);
      addBase(entries);
    }
  }

  /** Takes what was stored of what it began with; what was changed since is not touched. */
  void restoreBase(byte[] entries) {
    baseStored++;
    addBase(entries);
  }

  private void addBase(byte[] entries) {
    for (int at = 0; at < entries.length; at += Bytes.getInt(entries, at)) {
      Entry entry = new Entry(entries, at, origin, false);
      entry.inBase(true);
      int place = place(entry);
      if (place < 0) {
        set(-1 - place, entry);
        count(1);
        expires(entry);
      } else {
        Entry known = index.at(place);
        if (known != null) {
          known.inBase(true);
        }
      }
    }
  }

  private int place(Entry entry) {
    int place = index.place(entry.bytes(), entry.base());
    if (place < 0 && index.isFull()) {
      index = index.larger();
      place = index.place(entry.bytes(), entry.base());
    }
    return place;
  }

  private void set(int place, Entry entry) {
    index.put(place, entry);
  }

  private void count(int more) {
    count = count + more;
  }

  private void expires(Entry entry) {
    if (entry.expires(form) != Long.MAX_VALUE) {
      expiring.add(entry);
    }
  }

  /**
   * Takes an entry, or a removal, at the place of its origin.
   *
   * @return whether there is something behind it now that may be forgotten some time
   */
  boolean add(Entry entry) {
    int place = place(entry);
    Entry newest = place < 0 ? null : index.at(place);
    if (newest == null) {
      // Also a removal: what is to be found before it may still come.
      set(place < 0 ? -1 - place : place, entry);
      count(entry.isRemoval() ? 0 : 1);
    } else if (entry.origin().isBefore(newest.origin())) {
      addBehind(newest, entry);
      note(newest);
      return true;
    } else {
      entry.inBase(newest.isInBase());
      entry.stored(newest.isStored());
      entry.older(newest);
      set(place, entry);
      count((entry.isRemoval() ? 0 : 1) - (isThere(newest) ? 1 : 0));
    }
    expires(entry);
    note(entry);
    return newest != null || entry.isRemoval();
  }

  private static boolean isThere(Entry entry) {
    return !entry.isRemoval() && !entry.isExpired();
  }

  private static void addBehind(Entry newest, Entry entry) {
    Entry before = newest;
    Entry behind = before.older();
    while (behind != null && entry.origin().isBefore(behind.origin())) {
      before = behind;
      behind = behind.older();
    }
    entry.older(behind);
    before.older(entry);
  }

  private void note(Entry newest) {
    if (!newest.isFresh()) {
      newest.fresh(true);
      fresh.add(newest);
    }
  }

  /** What is behind an entry is asked for no more; a removal with nothing behind it is nothing. */
  void settle(Entry entry) {
    entry.older(null);
    if (entry.isRemoval()) {
      forget(entry);
    }
  }

  /** Counts what has expired no more, and forgets it. */
  void expire(long clock) {
    Entry next = expiring.peek();
    while (next != null && next.expires(form) <= clock) {
      expiring.remove();
      int place = index.place(next.bytes(), next.base());
      if (place >= 0 && index.at(place) == next) {
        next.expired();
        count(-1);
        forget(next);
      }
      next = expiring.peek();
    }
  }

  /** Forgets a key, unless what the generation began with would bring it back. */
  private void forget(Entry newest) {
    int place = index.place(newest.bytes(), newest.base());
    if (place < 0 || index.at(place) != newest || newest.isInBase()) {
      return;
    }
    index.forget(place);
    if (newest.isStored()) {
      forgotten.add(keys.copy(newest.bytes(), newest.base()));
    }
  }

  /** Takes what was stored of one key, the newest first. */
  void restore(List<Entry> versions) {
    Entry newest = versions.getFirst();
    newest.stored(true);
    for (int i = 1; i < versions.size(); i++) {
      versions.get(i - 1).older(versions.get(i));
    }
    int place = place(newest);
    Entry known = place < 0 ? null : index.at(place);
    if (known != null) {
      newest.inBase(true);
      count(isThere(known) ? -1 : 0);
    }
    set(place < 0 ? -1 - place : place, newest);
    count(isThere(newest) ? 1 : 0);
    expires(newest);
  }

  /** What a checkpoint has to store of it. */
  interface Stored {
    /** What it began with, piece by piece. */
    void base(int piece, byte[] entries);

    /**
     * What there is for one key.
     *
     * @param newest null if nothing is left
     */
    void key(byte[] key, @Nullable Entry newest, boolean replaces);
  }

  /** Hands over what is new since the last time. */
  void handOver(Stored to) {
    for (byte[] entries : base) {
      to.base(baseStored++, entries);
    }
    base.clear();
    // Deletes first: a key that was forgotten may have come back since.
    for (byte[] key : forgotten) {
      to.key(key, null, true);
    }
    forgotten.clear();
    for (Entry entry : fresh) {
      entry.fresh(false);
      int place = index.place(entry.bytes(), entry.base());
      // One that is not the newest has a newer one that is fresh, or was forgotten.
      if (place >= 0 && index.at(place) == entry) {
        to.key(keys.copy(entry.bytes(), entry.base()), entry, entry.isStored());
        entry.stored(true);
      }
    }
    fresh.clear();
  }
}
