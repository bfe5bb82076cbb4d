/** What the tests of several packages share. */
@NullMarked
package io.tripline.app.testing;

import org.jspecify.annotations.NullMarked;
