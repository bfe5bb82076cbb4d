/**
 * What all contenders of the comparison share: the events, as plain objects; the rules, as data;
 * how alerts are told apart and compared; and the loop in which a contender's process is told what
 * to run. Depends on no contender, ours included.
 */
@NullMarked
package io.tripline.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
