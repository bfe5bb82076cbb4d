/** Tests of running tests. */
@NullMarked
package io.tripline.engine.ruletest;

import org.jspecify.annotations.NullMarked;
