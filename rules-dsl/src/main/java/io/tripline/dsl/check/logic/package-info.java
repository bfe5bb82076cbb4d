/**
 * Checks for what is always or never so: conditions that are never true, or always, and
 * alternatives that are never chosen. They read the IR of a rule that is otherwise right, and only
 * warn.
 *
 * <p>They never raise a false alarm. {@link io.tripline.dsl.check.logic.Outcomes} says for each of
 * true, false and unknown what must hold of the values a condition speaks of for it to come out so;
 * it may say too little, never too much. What a deployment can set is no constant here.
 */
@NullMarked
package io.tripline.dsl.check.logic;

import org.jspecify.annotations.NullMarked;
