/** The command {@code fmt}. */
@NullMarked
package io.tripline.app.fmt;

import org.jspecify.annotations.NullMarked;
