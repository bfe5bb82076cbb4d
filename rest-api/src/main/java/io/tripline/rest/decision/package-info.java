/**
 * Answers to callers that wait for a decision on an event: deadlines, defaults, what is counted.
 */
@NullMarked
package io.tripline.rest.decision;

import org.jspecify.annotations.NullMarked;
