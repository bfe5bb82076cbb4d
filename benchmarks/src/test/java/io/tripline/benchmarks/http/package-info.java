/** Holds the measurement of decisions to what it says it measures. */
@NullMarked
package io.tripline.benchmarks.http;

import org.jspecify.annotations.NullMarked;
