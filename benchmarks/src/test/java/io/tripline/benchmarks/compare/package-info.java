/** Tests of the comparison's answers. */
@NullMarked
package io.tripline.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
