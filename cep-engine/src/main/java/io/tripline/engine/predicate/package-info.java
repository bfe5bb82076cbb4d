/**
 * What the conditions of all rules ask of an event by itself, answered once per event: which rules
 * an event can concern, and which of their variables.
 *
 * <p>Reading order: {@link io.tripline.engine.predicate.PredicateSet} (a rule set, compiled),
 * {@link io.tripline.engine.predicate.PredicateEvaluator} (one event).
 *
 * <p>Hot package: {@code PredicateEvaluator} allocates nothing per event; no clock, no locks.
 */
@NullMarked
package io.tripline.engine.predicate;

import org.jspecify.annotations.NullMarked;
