@NullMarked
package io.tripline.app.soak;

import org.jspecify.annotations.NullMarked;
