/** Tests of the pipeline: real matcher, rules built by hand, a store in memory. */
@NullMarked
package io.tripline.engine.pipeline;

import org.jspecify.annotations.NullMarked;
