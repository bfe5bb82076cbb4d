/** The recorded events that a command line names, and what is said of lines that are no events. */
@NullMarked
package io.tripline.app.events;

import org.jspecify.annotations.NullMarked;
