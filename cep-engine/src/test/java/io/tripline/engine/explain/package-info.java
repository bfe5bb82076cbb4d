/** Tests of explanations. */
@NullMarked
package io.tripline.engine.explain;

import org.jspecify.annotations.NullMarked;
