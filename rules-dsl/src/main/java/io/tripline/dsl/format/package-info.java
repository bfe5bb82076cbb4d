/**
 * The formatter: one way to write a file of rules.
 *
 * <pre>
 *   SourceTree ── Layout ──► Doc ── Printer ──► lines ── LineEnds ──► text
 * </pre>
 *
 * <p>The layouts walk the concrete tree and put each token into a document once, in the order of
 * the tree; a document says where a line may break, and the printer decides where it does. So only
 * the white space between tokens is ever chosen here. {@link io.tripline.dsl.format.Faithful} holds
 * the result against the original all the same, before anybody gets it.
 *
 * <p>What the author decides is kept: the order of everything, each comment's place between tokens
 * and at the end of a line or not, and where an empty line parts clauses. All else follows from the
 * tokens, so that two texts that differ in blanks only become the same text. The time taken grows
 * linearly with the text.
 */
@NullMarked
package io.tripline.dsl.format;

import org.jspecify.annotations.NullMarked;
