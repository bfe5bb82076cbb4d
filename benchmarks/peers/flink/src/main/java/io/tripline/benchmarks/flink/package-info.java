/** Flink CEP on the work of the comparison. */
@NullMarked
package io.tripline.benchmarks.flink;

import org.jspecify.annotations.NullMarked;
