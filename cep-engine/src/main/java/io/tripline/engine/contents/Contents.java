package io.tripline.engine.contents;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Utf8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What one list or table holds. One thread changes it ({@link AllContents}); any may ask, and sees
 * what there is as of its own place ({@link LookUps}), or all that has been changed so far.
 */
public final class Contents {
  private final EntryKeys keys;
  private volatile EntryForm form;
  private volatile Generation newest;
  private volatile long changes;

  Contents(EntryForm form, Generation first) {
    this.form = form;
    this.keys = new EntryKeys(form);
    this.newest = first;
  }

  /** What its entries look like. */
  public EntryForm form() {
    return form;
  }

  /**
   * How many entries there are; of those whose expiry has just passed, some may be counted still.
   */
  public int count() {
    return newest.count();
  }

  /** How many entries were added, replaced or removed since the engine was started. */
  public long changes() {
    return changes;
  }

  // ---- asked by workers: no allocation, no locks

  /**
   * Looks an entry up.
   *
   * @param number the value or key: a number, or what is held as one; not null
   * @param entry looks at the entry if there is one, until it looks at something else
   * @return whether there is one
   */
  public boolean find(long number, LookUps place, EventView entry) {
    Generation generation = at(place);
    return generation != null && show(generation.index().find(number), place, entry);
  }

  /** The same by an address. */
  public boolean find(long high, long low, LookUps place, EventView entry) {
    Generation generation = at(place);
    return generation != null && show(generation.index().find(high, low), place, entry);
  }

  /** The same by a text. */
  public boolean find(Utf8 text, LookUps place, EventView entry) {
    Generation generation = at(place);
    return generation != null
        && show(generation.index().find(text.bytes(), text.offset(), text.length()), place, entry);
  }

  private @Nullable Generation at(LookUps place) {
    Generation generation = newest;
    while (generation != null && !place.sees(generation.origin())) {
      generation = generation.older();
    }
    return generation;
  }

  private boolean show(@Nullable Entry head, LookUps place, EventView view) {
    Entry entry = head;
    while (entry != null && !place.sees(entry.origin())) {
      entry = entry.older();
    }
    if (entry == null || entry.isRemoval() || entry.expires(form) <= place.clock()) {
      return false;
    }
    view.wrap(entry.bytes(), entry.base());
    return true;
  }

  // ---- read by people

  /**
   * The entries in the order of their keys, as of all changes so far.
   *
   * @param after only those behind the key of this entry, written for the form or for {@link
   *     EntryForm#ofKeys}; null for the first
   * @param limit the most to return
   * @param clock event time, ms: what expires until then is left out
   */
  public List<ReadEntry> list(byte @Nullable [] after, int limit, long clock) {
    Comparator<Entry> order = (a, b) -> keys.compare(a.bytes(), a.base(), b.bytes(), b.base());
    PriorityQueue<Entry> first = new PriorityQueue<>(order.reversed());
    EntryIndex index = newest.index();
    for (int place = 0; place < index.room(); place++) {
      Entry entry = index.at(place);
      if (entry == null || entry.isRemoval() || entry.expires(form) <= clock) {
        continue;
      }
      boolean isBehind = after == null || keys.compare(entry.bytes(), entry.base(), after, 0) > 0;
      if (isBehind && (first.size() < limit || order.compare(entry, first.element()) < 0)) {
        first.add(entry);
        if (first.size() > limit) {
          first.remove();
        }
      }
    }
    List<Entry> sorted = new ArrayList<>(first);
    sorted.sort(order);
    return sorted.stream().map(entry -> ReadEntry.of(form, entry)).toList();
  }

  /**
   * The entry of a key, as of all changes so far.
   *
   * @param key an entry with that key, written for the form or for {@link EntryForm#ofKeys}
   * @param clock event time, ms: what expires until then is not there
   */
  public @Nullable ReadEntry get(byte[] key, long clock) {
    EntryIndex index = newest.index();
    int place = index.place(key, 0);
    Entry entry = place < 0 ? null : index.at(place);
    return entry == null || entry.isRemoval() || entry.expires(form) <= clock
        ? null
        : ReadEntry.of(form, entry);
  }

  /**
   * All entries, as a change that makes them all there is in a list or table of the same form.
   *
   * @param clock event time, ms: what expires until then is left out
   */
  public Change copy(long clock) {
    Change copy = new Change(form, true);
    EventView view = new EventView();
    EntryIndex index = newest.index();
    for (int place = 0; place < index.room(); place++) {
      Entry entry = index.at(place);
      if (entry != null && !entry.isRemoval() && entry.expires(form) > clock) {
        copy.add(view.wrap(entry.bytes(), entry.base()));
      }
    }
    return copy;
  }

  // ---- the writer's

  EntryKeys keys() {
    return keys;
  }

  Generation newest() {
    return newest;
  }

  /** The same entries are read under another form, which takes them. */
  void form(EntryForm same) {
    form = same;
  }

  void count(long more) {
    changes = changes + more;
  }

  /** All entries are those of another generation, from its origin on. */
  void replace(Generation by) {
    by.older(newest);
    newest = by;
  }

  /** The generation that a place in the past belongs to. */
  Generation at(Origin origin) {
    Generation generation = newest;
    Generation before = generation.older();
    while (before != null && origin.isBefore(generation.origin())) {
      generation = before;
      before = generation.older();
    }
    return generation;
  }
}
