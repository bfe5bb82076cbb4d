/** The ring, its workers, checkpoints and recovery. The only package that imports Disruptor. */
@NullMarked
package io.tripline.engine.pipeline;

import org.jspecify.annotations.NullMarked;
