/** The command {@code audit}: whether what people did was written down and left as it was. */
@NullMarked
package io.tripline.app.audit;

import org.jspecify.annotations.NullMarked;
