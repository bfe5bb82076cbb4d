/**
 * Tests of rules: given events go through a {@link io.tripline.engine.pipeline.Rehearsal} in
 * virtual time, and the alerts are compared with the expected ones.
 *
 * <p>Reading order: {@link io.tripline.engine.ruletest.RuleTestRunner}, {@link
 * io.tripline.engine.ruletest.AlertMatcher} (which alert is which expectation's), {@link
 * io.tripline.engine.ruletest.AlertComparison} (what is different), {@link
 * io.tripline.engine.ruletest.MissingAlert} (why one did not come), {@link
 * io.tripline.engine.ruletest.TestResult}.
 */
@NullMarked
package io.tripline.engine.ruletest;

import org.jspecify.annotations.NullMarked;
