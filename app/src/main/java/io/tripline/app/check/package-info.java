/**
 * The command {@code check}: what is wrong with rules, for people and as JSON, and what can be said
 * of a rule before it runs.
 */
@NullMarked
package io.tripline.app.check;

import org.jspecify.annotations.NullMarked;
