/**
 * Why a condition is what it is: its parts in the author's words, with their values. For people; it
 * evaluates anew what matching has evaluated, and is on no hot path.
 *
 * <p>Reading order: {@link io.tripline.engine.explain.ConditionReport} (what is said), {@link
 * io.tripline.engine.explain.ConditionExplainer} (how it is found out), {@link
 * io.tripline.engine.explain.SourceText} (the author's words).
 */
@NullMarked
package io.tripline.engine.explain;

import org.jspecify.annotations.NullMarked;
