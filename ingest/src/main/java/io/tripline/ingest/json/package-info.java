/**
 * From the bytes of one JSON object to one flat event, or to the reason why not. The rules are
 * those of {@code docs/events.md}. The only package that imports Jackson.
 *
 * <p>Hot package: on the way of a good event no streams, boxing, formatting, logging, and no
 * allocation beyond what Jackson itself makes.
 */
@NullMarked
package io.tripline.ingest.json;

import org.jspecify.annotations.NullMarked;
