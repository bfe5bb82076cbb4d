/**
 * The memory that partial matches lie in: byte pages that hold many small blocks, found by handles.
 * To the garbage collector a million keys are some thousand arrays without references, so that its
 * work does not grow with what is pending. And what states are written to when they leave it.
 */
@NullMarked
package io.tripline.engine.heap;

import org.jspecify.annotations.NullMarked;
