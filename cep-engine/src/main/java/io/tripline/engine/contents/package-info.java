/**
 * Lists and tables: what their entries look like, which there are at what time, and how they are
 * asked.
 *
 * <pre>
 *   Change ──► AllContents (one thread) ──► Contents ──► Generation ──► EntryIndex ──► Entry ─► older
 *                                              ▲
 *              LookUps (one a worker) ─────────┘  asks, without locks, as of its own place
 * </pre>
 *
 * <p>One thread changes all contents, in the order of the ring; any number of workers ask
 * meanwhile, each as of the event at hand. So every entry tells from where on it holds ({@link
 * io.tripline.engine.contents.Origin}: a clock and the number of an event), and has the one before
 * it behind it until nobody can ask for that any more.
 *
 * <p>An entry is a flat event of a type made up for the list or table ({@link
 * io.tripline.engine.contents.EntryForm}), so that whatever decodes and reads events does so with
 * entries: value or key, columns, reason and expiry. Several lie in one byte array, as they came.
 *
 * <p>Hot package where it is asked: no allocation, no locks.
 */
@NullMarked
package io.tripline.engine.contents;

import org.jspecify.annotations.NullMarked;
