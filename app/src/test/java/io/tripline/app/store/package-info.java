@NullMarked
package io.tripline.app.store;

import org.jspecify.annotations.NullMarked;
