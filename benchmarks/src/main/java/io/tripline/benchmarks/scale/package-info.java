/** How it is with more state than memory: keys, checkpoints, starts. */
@org.jspecify.annotations.NullMarked
package io.tripline.benchmarks.scale;
