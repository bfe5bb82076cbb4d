/**
 * How long a caller waits for a decision over HTTP, and how many events a server takes: a server in
 * a process of its own, and callers that send each event at its moment, whether or not anybody is
 * ready for it.
 *
 * <p>Reading order: {@link io.tripline.benchmarks.http.DecisionsBenchmark} and {@link
 * io.tripline.benchmarks.http.EventsBenchmark} are what is run; {@code OpenLoop} sends and times;
 * {@code ServerProcess}, {@code BankRules} and {@code BankWorld} are what is measured. Nothing in
 * here knows the engine: it is spoken to as any caller would.
 */
@NullMarked
package io.tripline.benchmarks.http;

import org.jspecify.annotations.NullMarked;
