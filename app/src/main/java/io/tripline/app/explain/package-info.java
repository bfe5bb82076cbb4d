/**
 * The command {@code explain}: what a rule did with the events of one key, and why it raised no
 * alert. Events are streamed; only what is pending for the key, and what came furthest, is kept.
 *
 * <p>Reading order: {@code ExplainCommand} (options), {@code Explanation} (a run), {@code
 * KeyedFeed} (which events are the key's), {@code TextReport} and {@code JsonReport}.
 */
@NullMarked
package io.tripline.app.explain;

import org.jspecify.annotations.NullMarked;
