/** The documentation, run as it stands. */
@NullMarked
package io.tripline.app.docs;

import org.jspecify.annotations.NullMarked;
