/**
 * What a rule did with the events of a key, for people: what each partial match took, why an event
 * was not taken, with the author's words and the values behind them, and how far it came. It
 * listens to a {@link io.tripline.engine.pipeline.RehearsalSession}, evaluates anew what matching
 * has evaluated, and is on no hot path.
 *
 * <p>Reading order: {@link io.tripline.engine.explain.Follower} (listens, and tells it moment by
 * moment), {@link io.tripline.engine.explain.Happening} and {@link
 * io.tripline.engine.explain.PartialMatch} (what it tells), {@link
 * io.tripline.engine.explain.ConditionExplainer} (conditions, part by part), {@link
 * io.tripline.engine.explain.Wording} (plain words for all of it).
 */
@NullMarked
package io.tripline.engine.explain;

import org.jspecify.annotations.NullMarked;
