@NullMarked
package io.tripline.examples.world;

import org.jspecify.annotations.NullMarked;
