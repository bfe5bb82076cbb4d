/** What leaves the engine: alerts and the values in them. */
@NullMarked
package io.tripline.engine.alert;

import org.jspecify.annotations.NullMarked;
