/** Esper on the work of the comparison. */
@NullMarked
package io.tripline.benchmarks.esper;

import org.jspecify.annotations.NullMarked;
