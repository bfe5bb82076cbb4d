/** The real server, killed without warning again and again, against an undisturbed run. */
@NullMarked
package io.tripline.app.crash;

import org.jspecify.annotations.NullMarked;
