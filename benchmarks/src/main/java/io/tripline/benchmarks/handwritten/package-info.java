/**
 * R1 and R5 as a specialist would write them by hand for these rules and no others: what can be
 * said of one payment first, one look-up of the card, small arrays of primitives. It keeps what the
 * rules need and nothing else; it does not time anything out of a card that is silent, does not
 * survive a crash, and cannot be changed while it runs.
 */
@NullMarked
package io.tripline.benchmarks.handwritten;

import org.jspecify.annotations.NullMarked;
