/** Tests of what is said of rules before they run. */
@NullMarked
package io.tripline.engine.describe;

import org.jspecify.annotations.NullMarked;
