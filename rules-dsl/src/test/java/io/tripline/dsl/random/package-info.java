/**
 * Random files of rules for tests: every construct of the grammar, with blanks and comments in
 * every place where they may stand.
 *
 * <pre>
 *   Choices ──► RandomRules ──► pieces (tokens) ──► Scribble ──► text
 * </pre>
 *
 * <p>{@link io.tripline.dsl.random.RandomTexts} has arbitraries for jqwik. Everything is decided by
 * a list of numbers, and 0 always decides for the simplest: so jqwik shrinks a failing file by
 * shortening the list and lessening its numbers. The files can be parsed; what they mean is
 * nonsense.
 */
@NullMarked
package io.tripline.dsl.random;

import org.jspecify.annotations.NullMarked;
