@NullMarked
package io.tripline.engine.contents;

import org.jspecify.annotations.NullMarked;
