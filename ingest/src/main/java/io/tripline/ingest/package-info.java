/** Sources and decoding: bytes from outside to events of the engine. */
@NullMarked
package io.tripline.ingest;

import org.jspecify.annotations.NullMarked;
