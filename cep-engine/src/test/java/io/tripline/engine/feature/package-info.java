/** Tests of what rules read at events, and who makes these. */
@NullMarked
package io.tripline.engine.feature;

import org.jspecify.annotations.NullMarked;
