/**
 * What a rule is, for people, before it runs: its automaton as text and as diagrams, what it keeps,
 * and how much of it. Nothing here is used while events are matched.
 *
 * <p>Reading order: {@link io.tripline.engine.describe.RuleDescription}, {@link
 * io.tripline.engine.describe.PatternGraph}, {@link io.tripline.engine.describe.GraphFormat}.
 */
@NullMarked
package io.tripline.engine.describe;

import org.jspecify.annotations.NullMarked;
