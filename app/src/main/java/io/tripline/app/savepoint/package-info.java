/**
 * The command {@code savepoint}: copies of a store, made, looked at, and restored. On a running
 * server it is a client of its HTTP API, otherwise it works on the folders.
 */
@NullMarked
package io.tripline.app.savepoint;

import org.jspecify.annotations.NullMarked;
