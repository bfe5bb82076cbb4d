/**
 * Windows and features as rules ask for them, before they are compiled. Every window of a rule is a
 * feature without a name, kept by the rule's key ({@link io.tripline.engine.feature.RuleFeatures}),
 * so that from here on there is one thing to compute, to share and to store: an aggregate over a
 * window with a key, read at an event. Equal ones have equal texts ({@link
 * io.tripline.engine.feature.Canonical}), whichever rules they stand in.
 *
 * <p>What does not belong here: how values are computed ({@code engine.window}), where they lie
 * ({@code engine.event}), and who keeps their states ({@code engine.pipeline}).
 */
@NullMarked
package io.tripline.engine.feature;

import org.jspecify.annotations.NullMarked;
