/**
 * The one representation of an event: a flat run of bytes whose field offsets are known when rules
 * are compiled.
 *
 * <pre>
 *   0  int   length in bytes, all included
 *   4  int   type: index in the schema
 *   8  long  event time, ms
 *  16  int   source; negative if somebody waits for what the rules say of the event
 *  20  int   where the raw record starts (from the event's first byte), 24 int its length
 *  28  int   schema id
 *  32  slots of the fields but the time (8 bytes; geo 16, ip 24)
 *   …  a 64-bit hash for each key that a rule uses; 0 where a part of the key is null
 *   …  strings (UTF-8), then the raw record as it arrived
 * </pre>
 *
 * <p>Where events are journaled, slots lie in the order of declaration. Elsewhere no other rules
 * will ever read an event ({@link io.tripline.engine.event.Schema.Fields}): then only fields that
 * rules read have a slot, in the order in which they are read, behind the hashes of keys.
 *
 * <p>Null is a value of the slot itself: {@code Long.MIN_VALUE}, NaN, or −1 for a string. So a
 * field costs one read. All numbers are little-endian.
 *
 * <p>Hot package: no streams, boxing, formatting, logging or allocation per event; no clock.
 */
@NullMarked
package io.tripline.engine.event;

import org.jspecify.annotations.NullMarked;
