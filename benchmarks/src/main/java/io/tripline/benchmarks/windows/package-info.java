/** What windows cost that rules read at every event: many of them, and long ones. */
@NullMarked
package io.tripline.benchmarks.windows;

import org.jspecify.annotations.NullMarked;
