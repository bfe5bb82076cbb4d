/** Tests of windows, and a naive computation of them for all who compare with one. */
@NullMarked
package io.tripline.engine.window;

import org.jspecify.annotations.NullMarked;
