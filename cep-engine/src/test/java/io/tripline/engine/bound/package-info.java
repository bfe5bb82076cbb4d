/** The arithmetic of bounds; that they hold is shown beside the matcher's reference. */
@NullMarked
package io.tripline.engine.bound;

import org.jspecify.annotations.NullMarked;
