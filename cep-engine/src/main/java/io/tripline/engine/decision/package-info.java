/** What rules say of an event that somebody asks about. Values only. */
@NullMarked
package io.tripline.engine.decision;

import org.jspecify.annotations.NullMarked;
