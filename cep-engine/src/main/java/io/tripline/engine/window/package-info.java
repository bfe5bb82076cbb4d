/**
 * The exact state of windows for one key. A {@link io.tripline.engine.window.Series} is the plan:
 * aggregates over the same values of the same events, whatever their windows; a {@link
 * io.tripline.engine.window.SeriesKeeper} keeps its states in blocks of a worker's heap.
 *
 * <p>Windows that slide share one log of rows. A key with few rows has them in one block, and is
 * read by walking through it; one with many has them in chunks, with what each window needs to be
 * read in constant or logarithmic time. What is stored is the rows: the rest is made from them, so
 * that windows can change while states stay.
 *
 * <p>Hot package: no streams, boxing, formatting, logging or allocation per event; no clock, no
 * threads.
 */
@NullMarked
package io.tripline.engine.window;

import org.jspecify.annotations.NullMarked;
