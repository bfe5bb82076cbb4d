/**
 * From text to the syntax tree. The only package that knows ANTLR; the grammar {@code Tripline.g4}
 * is generated into it.
 *
 * <pre>
 *   text ── Tokens ──► tokens ── TriplineParser + Recovery ──► parse tree ── TreeBuilder ──► FileTree
 *                                                                        └── ConcreteBuilder ──► SourceTree
 * </pre>
 *
 * <p>Any text gives a tree: what cannot be read is reported once and left out, and reading goes on
 * at the next field, definition, clause or declaration.
 */
@NullMarked
package io.tripline.dsl.parser;

import org.jspecify.annotations.NullMarked;
