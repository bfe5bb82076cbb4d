/**
 * Entries of lists and tables, from CSV and JSON to a {@link io.tripline.engine.contents.Change}:
 * record by record, so that a million take no more memory than what they become; with each mistake
 * told by its line. Values mean what they mean in events.
 */
@NullMarked
package io.tripline.ingest.contents;

import org.jspecify.annotations.NullMarked;
