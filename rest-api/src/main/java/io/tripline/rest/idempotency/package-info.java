/** Requests that are sent twice are done once. */
@NullMarked
package io.tripline.rest.idempotency;

import org.jspecify.annotations.NullMarked;
