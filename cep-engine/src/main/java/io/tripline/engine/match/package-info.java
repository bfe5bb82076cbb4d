/**
 * The key-local matcher: a pure function of program, key state, event and time to new state and
 * matches. No threads, no I/O, no clock. The pipeline, a backtest, a rule test and a distributed
 * engine all call it.
 *
 * <p>Reading order: {@link io.tripline.engine.match.Program} (what a rule was compiled to), {@link
 * io.tripline.engine.match.RuleMatcher} (what is remembered for a key, and the way that it is
 * matched), {@link io.tripline.engine.match.RunMatcher} (one step).
 */
@NullMarked
package io.tripline.engine.match;

import org.jspecify.annotations.NullMarked;
