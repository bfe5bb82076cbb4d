/**
 * The judge: a matcher that enumerates what the language reference (section 6) says, without an
 * automaton and without sharing code with the engine. Slow, and short enough to be read.
 */
@NullMarked
package io.tripline.engine.match.reference;

import org.jspecify.annotations.NullMarked;
