/**
 * The concrete syntax tree: a file exactly as it is written, for the tools that show or rewrite it
 * (the formatter, the editor). The checks work on {@link io.tripline.dsl.syntax} instead.
 *
 * <pre>
 *   SourceTree ── root ──► Node (a rule of the grammar) ──► … ──► Leaf (a token) ── Comment
 * </pre>
 *
 * <p>Nothing of the text is lost: leaves and their comments, in order, with the blanks between
 * them, are the file. This holds for text with errors too; what the parser left out stands under
 * {@link io.tripline.dsl.syntax.concrete.NodeKind#UNREADABLE} nodes. Nothing here depends on the
 * parser generator.
 */
@NullMarked
package io.tripline.dsl.syntax.concrete;

import org.jspecify.annotations.NullMarked;
