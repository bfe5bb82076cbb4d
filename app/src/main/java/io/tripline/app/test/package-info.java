/** The command {@code test}: runs the tests of rules, and says how they came out. */
@NullMarked
package io.tripline.app.test;

import org.jspecify.annotations.NullMarked;
