/**
 * The syntax tree: what a file says, as records with places, before any name has a meaning.
 *
 * <p>A part that the parser could not read is left out, or stands as {@link
 * io.tripline.dsl.syntax.Expression.Broken}; it has been reported, and the checks stay silent about
 * it. Nothing here depends on the parser generator.
 */
@NullMarked
package io.tripline.dsl.syntax;

import org.jspecify.annotations.NullMarked;
