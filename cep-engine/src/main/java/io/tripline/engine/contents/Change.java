package io.tripline.engine.contents;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Entries that are to be added to a list or table, or to replace all it has, and keys that are to
 * be removed: all of it takes effect at one place, or nothing. Gathered entry by entry, in pieces
 * that become entries of the ring. Not thread-safe.
 *
 * <pre>
 *   Change change = new Change(form, true);
 *   … decode one entry of form.schema() into change.entry() …
 *   change.add();                                          // and so on
 *   engine.change(change, "ops", now);
 * </pre>
 */
public final class Change {
  /** What an entry that removes its key has as its source. */
  static final int REMOVED = 1;

  /** Bytes of a piece, about: as much as a slot of the ring holds; an entry may be larger. */
  private static final int PIECE = 30 << 10;

  private static final byte[] NO_RECORD = {};

  private final EntryForm form;
  private final boolean replaces;
  private final EventWriter entry = new EventWriter(false);
  private final EventView view = new EventView();
  // Each full up to a length, but for the one that is being filled.
  private final List<byte[]> pieces = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();
  private byte[] piece = {};
  private int length;
  private int count;
  private int removals;
  // To find keys that come twice.
  private EntryIndex index;

  /** What became of an entry. */
  public enum Added {
    /** It is part of the change. */
    NEW,
    /** The same is part of it already. */
    SAME,
    /** Another one with its key is part of it; this one is not. */
    CONFLICT
  }

  /**
   * @param form what the entries look like
   * @param replaces whether they are all that there is afterwards
   */
  public Change(EntryForm form, boolean replaces) {
    this.form = form;
    this.replaces = replaces;
    this.index = new EntryIndex(new EntryKeys(form), 0);
  }

  public EntryForm form() {
    return form;
  }

  /** Whether its entries are all that there is afterwards. */
  public boolean replaces() {
    return replaces;
  }

  /** Entries that are part of it. */
  public int count() {
    return count;
  }

  /** Keys that it removes. */
  public int removals() {
    return removals;
  }

  /** Bytes of memory that its entries take. */
  public long bytes() {
    return (long) pieces.size() * PIECE + length;
  }

  /** What the next entry is written into; one at a time. */
  public EventWriter entry() {
    return entry;
  }

  /** Takes the entry that was written. */
  public Added add() {
    if (entry.count() != 1) {
      throw new IllegalStateException(entry.count() + " entries at once");
    }
    view.wrap(entry.bytes(), 0);
    Added added = add(view);
    entry.clear();
    return added;
  }

  /** Takes an entry of the form. */
  Added add(EventView next) {
    int place = index.place(next.bytes(), next.base());
    Entry known = place < 0 ? null : index.at(place);
    if (known != null) {
      int end = known.base() + known.length();
      return Arrays.equals(
              known.bytes(),
              known.base(),
              end,
              next.bytes(),
              next.base(),
              next.base() + next.length())
          ? Added.SAME
          : Added.CONFLICT;
    }
    if (index.isFull()) {
      index = index.larger();
      place = index.place(next.bytes(), next.base());
    }
    int bytes = next.length();
    if (length + bytes > piece.length) {
      cut();
      piece = new byte[Math.max(PIECE, bytes)];
    }
    System.arraycopy(next.bytes(), next.base(), piece, length, bytes);
    index.put(-1 - place, new Entry(piece, length, Origin.START, false));
    length += bytes;
    if (next.source() == REMOVED) {
      removals++;
    } else {
      count++;
    }
    return Added.NEW;
  }

  /**
   * Takes the removal of a key.
   *
   * @param key an entry of {@link EntryForm#ofKeys}, with the reason, if there is one
   * @param ofKeys its form
   */
  public Added remove(EventView key, EntryForm ofKeys) {
    EventLayout from = ofKeys.layout();
    EventWriter to = entry;
    to.begin(form.layout());
    copy(key, from, EntryForm.KEY, to, EntryForm.KEY, form.keyType());
    if (form.reasonField() >= 0) {
      copy(key, from, ofKeys.reasonField(), to, form.reasonField(), Type.Simple.STRING);
    }
    to.end(REMOVED, NO_RECORD, 0, 0);
    return add();
  }

  /** Copies the value of a field of an event to a field of the entry that is being written. */
  static void copy(
      EventView event, EventLayout layout, int field, EventWriter to, int toField, Type type) {
    int offset = layout.offset(field);
    if (type == Type.Simple.STRING) {
      Utf8 text = event.textAt(offset, new Utf8());
      if (text != null) {
        to.setText(toField, text.bytes(), text.offset(), text.length());
      }
    } else {
      int bytes = type == Type.Simple.GEO ? 16 : type == Type.Simple.IP ? 24 : 8;
      to.setSlots(toField, event.bytes(), event.base() + offset, bytes);
    }
  }

  private void cut() {
    if (length > 0) {
      pieces.add(piece);
      lengths.add(length);
    }
    piece = new byte[0];
    length = 0;
  }

  /** Takes the pieces of a change. */
  @FunctionalInterface
  public interface PieceSink {
    /** Takes the next piece, encoded. */
    void put(byte[] encoded);
  }

  /**
   * Gives the change as entries of the ring, to be put in one after another with no other change
   * between. Nothing can be added after that.
   *
   * @param by who makes it, as callers name themselves; may be empty
   * @param at the wall clock, ms; for people only
   */
  public void encode(String by, long at, PieceSink to) {
    cut();
    if (pieces.isEmpty()) {
      pieces.add(piece);
      lengths.add(0);
    }
    for (int i = 0; i < pieces.size(); i++) {
      byte[] entries = Arrays.copyOf(pieces.get(i), lengths.get(i));
      boolean last = i == pieces.size() - 1;
      Piece next =
          new Piece(
              form.name(), form.fingerprint(), i == 0, last, replaces, by, at, count, entries);
      to.put(next.encode());
    }
  }
}
