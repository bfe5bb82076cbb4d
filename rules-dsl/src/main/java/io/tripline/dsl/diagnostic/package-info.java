/**
 * What the compiler tells the author of a rule: codes, sentences, places, and how they are shown.
 *
 * <p>A user's mistake is always a {@link io.tripline.dsl.diagnostic.Diagnostic}, never an
 * exception. Nothing here knows the grammar or the checks.
 */
@NullMarked
package io.tripline.dsl.diagnostic;

import org.jspecify.annotations.NullMarked;
