/**
 * Random and mutated rule files against everything that reads them. Each input follows from a seed
 * and a number alone, so that one that fails can be run again by itself. The build runs some
 * thousands; {@link io.tripline.dsl.fuzz.FuzzRunTest} says how to run millions.
 */
@NullMarked
package io.tripline.dsl.fuzz;

import org.jspecify.annotations.NullMarked;
