/** Configuration, wiring and the command line. */
@NullMarked
package io.tripline.app;

import org.jspecify.annotations.NullMarked;
