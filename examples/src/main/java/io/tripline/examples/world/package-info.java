/**
 * A seeded generator of a realistic payment world, with labeled fraud and harmless look-alikes.
 *
 * <p>Reading order: {@link io.tripline.examples.world.PaymentWorld} is the entry and says what a
 * caller gets; {@code Timeline} decides what happens when, so that the number of events is exact
 * and the share of fraud is kept; {@code Everyday} is ordinary traffic; {@code Episode} and the
 * {@code …Scripts} classes are the stories of {@link io.tripline.examples.world.Scenario}; {@code
 * Population}, {@code Merchants} and {@code Cities} are who and where; {@code EventWriter} makes
 * the bytes.
 *
 * <p>Invariants: the bytes depend on the settings only, never on the machine, the JDK version, the
 * locale, the time zone or the order of a hash table. Events leave in the order of their time.
 * Memory is bounded by the number of cards and of the episodes that run at one time, not by the
 * number of events.
 *
 * <p>The path of an ordinary event is hot: no allocation, no boxing, no formatting.
 *
 * <p>What does not belong here: reading events, rules, anything of the engine.
 */
@NullMarked
package io.tripline.examples.world;

import org.jspecify.annotations.NullMarked;
