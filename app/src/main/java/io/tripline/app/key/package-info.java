/**
 * The command {@code key}: API keys of a store that no server uses, so that the first one can be
 * made. A running server makes the others.
 */
@NullMarked
package io.tripline.app.key;

import org.jspecify.annotations.NullMarked;
