/**
 * The comparison: our engine, the same rules written by hand, and the peers, on the same work in
 * the same run. {@code docs/performance.md} explains each figure.
 */
@NullMarked
package io.tripline.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
