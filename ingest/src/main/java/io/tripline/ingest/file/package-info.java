/**
 * Files of events, one JSON object a line, plain or gzipped: for backtests and demos.
 *
 * <pre>
 *   file ─ reader thread: unzip, cut into lines ─ batches ─ caller's thread: decode, merge ─ engine
 * </pre>
 *
 * <p>The order of the events, and so every outcome, depends on the files alone.
 */
@NullMarked
package io.tripline.ingest.file;

import org.jspecify.annotations.NullMarked;
