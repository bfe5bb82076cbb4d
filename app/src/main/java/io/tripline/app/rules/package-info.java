/** Rule files on disk: finding, reading and joining them. */
@NullMarked
package io.tripline.app.rules;

import org.jspecify.annotations.NullMarked;
