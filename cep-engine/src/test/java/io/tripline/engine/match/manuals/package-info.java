/** The worked examples of other engines' manuals, in this language, and the page made of them. */
@NullMarked
package io.tripline.engine.match.manuals;

import org.jspecify.annotations.NullMarked;
