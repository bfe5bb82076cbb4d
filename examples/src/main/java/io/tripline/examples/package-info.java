/** Generated transactions and walk-throughs. Imports nothing else of ours. */
@NullMarked
package io.tripline.examples;

import org.jspecify.annotations.NullMarked;
