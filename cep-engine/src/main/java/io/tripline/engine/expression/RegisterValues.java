package io.tripline.engine.expression;

import org.jspecify.annotations.Nullable;

/**
 * The registers of one partial match: numbers, and what is no number (text as UTF-8 bytes, ip, geo,
 * sets). Copied when an event is taken, never changed after.
 *
 * @param longs doubles as their bits
 */
public record RegisterValues(long[] longs, @Nullable Object[] objects) {
  RegisterValues copy() {
    return new RegisterValues(
        longs.length == 0 ? longs : longs.clone(), objects.length == 0 ? objects : objects.clone());
  }
}
