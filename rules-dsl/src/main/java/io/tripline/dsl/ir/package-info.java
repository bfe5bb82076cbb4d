/**
 * The typed intermediate representation of a rule set: what the checker makes and the engine reads.
 *
 * <p>Everything here is an immutable record. Names are resolved (a field is its index in its event
 * type, a variable its index in its rule), types are decided, coercions are explicit {@link
 * io.tripline.dsl.ir.Expr.Cast} nodes, parameters are replaced by their values. Source places
 * survive, so that a run-time error can point at the rule.
 *
 * <p>What does not belong here: syntax (comments, spelling of operators), diagnostics, evaluation.
 */
@NullMarked
package io.tripline.dsl.ir;

import org.jspecify.annotations.NullMarked;
