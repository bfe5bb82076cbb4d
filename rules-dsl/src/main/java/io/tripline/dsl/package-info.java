/** The rule language, from text to the typed IR. Imports nothing else of ours. */
@NullMarked
package io.tripline.dsl;

import org.jspecify.annotations.NullMarked;
