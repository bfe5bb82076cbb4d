/**
 * {@code tripline soak}: servers that are killed, restored and changed at random, against one that
 * is not.
 */
@org.jspecify.annotations.NullMarked
package io.tripline.app.soak;
