/**
 * Evaluation of the IR's expressions by a tree of small nodes.
 *
 * <p>A {@link io.tripline.engine.expression.Node} belongs to one matcher: it may hold scratch space
 * (views on text), so that evaluating allocates nothing for field access, comparison and
 * arithmetic. What a condition remembers of earlier events lies in the registers of a partial match
 * ({@link io.tripline.engine.expression.RegisterTable}); conditions never look at earlier events
 * themselves.
 *
 * <p>Null is a value of each primitive form ({@link io.tripline.engine.event.Nulls}). A run-time
 * error gives null and marks the {@link io.tripline.engine.expression.Frame}; whoever evaluates a
 * condition looks at the mark and takes the whole condition as unknown.
 *
 * <p>Hot package: no streams, formatting, logging; no clock.
 */
@NullMarked
package io.tripline.engine.expression;

import org.jspecify.annotations.NullMarked;
