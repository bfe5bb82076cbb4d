/**
 * What an alert rests on, for people: its events as they stand in the journal, and what their
 * conditions said when they were taken. Worked out on request; nothing is kept for it while events
 * are matched.
 *
 * <p>Reading order: {@link io.tripline.engine.evidence.EvidenceReader}, {@link
 * io.tripline.engine.evidence.Evidence} (what it gives), {@link
 * io.tripline.engine.evidence.AbsentParts}, {@link io.tripline.engine.evidence.PastRules} and
 * {@link io.tripline.engine.evidence.PastRule} (the rules that were in force then).
 */
@NullMarked
package io.tripline.engine.evidence;

import org.jspecify.annotations.NullMarked;
