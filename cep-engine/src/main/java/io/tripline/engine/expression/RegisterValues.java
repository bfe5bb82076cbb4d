package io.tripline.engine.expression;

import io.tripline.engine.heap.StateHeap;

/**
 * Where the registers of one partial match lie: slots of eight bytes, as {@link RegisterTable} lays
 * them out, and a heap that holds the blocks that some of them name. Whoever owns the bytes owns
 * the blocks.
 *
 * @param base of the first slot
 */
public record RegisterValues(byte[] bytes, int base, StateHeap heap) {}
