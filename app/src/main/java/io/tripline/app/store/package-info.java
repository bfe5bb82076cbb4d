/**
 * The command {@code store}: what is in a data folder that no server uses, or in a savepoint, and
 * whether it is whole.
 */
@NullMarked
package io.tripline.app.store;

import org.jspecify.annotations.NullMarked;
