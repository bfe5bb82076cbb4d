/**
 * The command {@code store}: what is in a data folder that no server uses, and whether it is whole.
 */
@NullMarked
package io.tripline.app.store;

import org.jspecify.annotations.NullMarked;
