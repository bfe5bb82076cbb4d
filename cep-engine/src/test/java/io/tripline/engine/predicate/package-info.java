/** What is asked of events once, against the tree interpreter. */
@NullMarked
package io.tripline.engine.predicate;

import org.jspecify.annotations.NullMarked;
