/**
 * How much a rule can remember for one key, derived from its automaton before any event is seen.
 *
 * <p>The bound is never less than what the engine can hold; a test holds it against the matcher.
 * Reading order: {@link io.tripline.engine.bound.StateBound}, what is said of a rule; {@code
 * Configurations}, the automaton with its counters spelled out; {@code Together}, places where few
 * partial matches can be at a time; {@code Descent}, how many can descend from one event; {@code
 * Growth}, the arithmetic of formulas in n. The argument is in ADR 0092.
 */
@NullMarked
package io.tripline.engine.bound;

import org.jspecify.annotations.NullMarked;
