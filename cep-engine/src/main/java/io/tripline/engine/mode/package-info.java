/**
 * What becomes of what rules find: told, kept apart, or not found at all while they are paused. A
 * mode never says what a rule remembers of its keys; see {@code docs/operations.md}.
 *
 * <p>Immutable values. What is in force when is the pipeline's business.
 */
@NullMarked
package io.tripline.engine.mode;

import org.jspecify.annotations.NullMarked;
