/** The engine. Of the rule language it knows the IR and the functions only. */
@NullMarked
package io.tripline.engine;

import org.jspecify.annotations.NullMarked;
