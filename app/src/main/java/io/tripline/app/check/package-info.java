/** The command {@code check}. */
@NullMarked
package io.tripline.app.check;

import org.jspecify.annotations.NullMarked;
