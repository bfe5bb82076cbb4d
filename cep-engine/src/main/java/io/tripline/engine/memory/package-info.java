/** A store in memory, for backtests and tests. */
@NullMarked
package io.tripline.engine.memory;

import org.jspecify.annotations.NullMarked;
