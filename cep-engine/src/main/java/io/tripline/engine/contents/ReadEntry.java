package io.tripline.engine.contents;

/**
 * An entry for people to read.
 *
 * @param form what it looks like
 * @param bytes hold it
 * @param base where it begins in them
 * @param by who brought it; empty if nobody said so
 * @param changedAt the wall clock of that, ms; 0 if an event brought it
 */
public record ReadEntry(EntryForm form, byte[] bytes, int base, String by, long changedAt) {
  static ReadEntry of(EntryForm form, Entry entry) {
    return new ReadEntry(
        form, entry.bytes(), entry.base(), entry.origin().by(), entry.origin().changedAt());
  }
}
