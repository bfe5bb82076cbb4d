/** Siddhi on the work of the comparison. */
@NullMarked
package io.tripline.benchmarks.siddhi;

import org.jspecify.annotations.NullMarked;
