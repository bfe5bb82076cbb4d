/**
 * Events in CSV (RFC 4180): rows are cut out of the bytes, and each is written as the JSON object
 * that it stands for, which is then decoded like any other. So there is one meaning of a value, one
 * wording of mistakes, and evidence that looks the same wherever events came from.
 *
 * <p>Hot package, but for the header: no allocation for a good row.
 */
@NullMarked
package io.tripline.ingest.csv;

import org.jspecify.annotations.NullMarked;
